import type { Http } from './http';
import { accepted, done } from './http';
import { accusation, filing, people } from './people';

const { petition, supervision, handler, leader, chief, partyChief } = people;
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** A clue that lacks only the Party chief's signature to become a case: what is left is one command. */
export const filingProposed = async (api: Http, caseNo: string) => {
  const clue: string = (await accepted(api.register(petition, accusation(today())), 'register')).body.receipt.stream;
  await done(api, petition, clue, 'tellAcceptance');
  await done(api, supervision, clue, 'assignClue', { asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'] }, [chief]);
  await done(api, handler, clue, 'startAssessment', { asked: { custodian: 'P-03' } });
  await done(api, handler, clue, 'openVerification', { asked: { team: ['P-03', 'P-04'] }, papers: ['disposalOpinion', 'workPlan'] }, [leader]);
  await done(api, handler, clue, 'concludeVerificationForFiling', { asked: { signedBy: ['P-03', 'P-04'] }, papers: ['verificationReport', 'disposalOpinion'] }, [leader, chief]);
  const proposed = await done(api, handler, clue, 'fileCase', { asked: filing(caseNo), papers: ['filingReport', 'filingDecision'] }, [chief]);
  const proposal: string = proposed.body.proposals[0]!.id;
  return { clue, file: (key: string) => api.send(partyChief, clue, 'approve', { asked: { proposal }, key }) };
};
