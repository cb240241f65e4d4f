import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@anjuan/local';

const contract = 'libs/event-store/src/contract';
const postgres = 'libs/event-store/src/postgres';
const lifts = 'libs/lifecycle/test/lifts.spec.ts';
const models = 'libs/read-models/src/read-models.spec.ts';
const follow = 'libs/follow/src/follow.spec.ts';
const rebuild = 'libs/read-models/src/rebuild.spec.ts';
const build = 'libs/follow/src/build.spec.ts';
const otherLog = 'libs/follow/src/other-log.spec.ts';
const checked = 'libs/follow/src/check-rows.spec.ts';
const zones = 'apps/cli/src/time-zones.spec.ts';
const here = 'test/faults/bad-events.spec.ts';

/**
 * The bad inputs of reliability.md §5, D (event store) and F (projections, upcasters, replay): each is tried where it
 * says. Expected of all: a typed refusal or a parked stream, nothing appended, no secret told, the process alive, the next
 * good input taken.
 */
const inputs: Readonly<Record<string, readonly [input: string, ...tried: (readonly [file: string, title: string])[]]>> = {
  D1: ['wrong expected version', [`${contract}/answers.ts`, 'answers a revision %s with a conflict that names where the stream is']],
  D2: ['version 0/−1', [`${contract}/answers.ts`, 'below zero'], [`${contract}/answers.ts`, 'that says the stream is new']],
  D3: ['command id known, other body', [`${contract}/answers.ts`, 'refuses a known command id with another body, and names what the id stands for']],
  D4: ['partial batch re-sent', [`${contract}/answers.ts`, 'answers a command sent again with fewer or more events with its first receipt']],
  D5: ['empty batch', [`${contract}/limits.ts`, 'refuses an append without events']],
  D6: ['1,000-event batch', [`${contract}/limits.ts`, 'takes a command of ${limits.eventsPerCommand} events whole'], [`${contract}/limits.ts`, 'too many events']],
  D7: ['64 KiB+1 entry', ['libs/proof/test/entry.spec.ts', 'fits the tiles even if a value is a megabyte long'], [`${contract}/limits.ts`, 'too large an event']],
  D8: ['unknown type', [lifts, 'a type no row records'], [models, 'say when the stream holds an event that could not be read, and list the others as ever']],
  D9: ['schema newer than reader', [lifts, 'a schema newer than its own says in both languages to update it'], [`${postgres}/release.spec.ts`, 'writes no more once a newer one was started, and still reads'], ['test/evolution/two-builds.spec.ts', 'what the newer program stores, the older reads no further, says in words why, and goes on with the rest']],
  D10: ['ciphertext hash ≠ body', ['libs/proof/test/tampering.spec.ts', 'an edit of %s (to %s) is caught at its position, in its field'], ['libs/proof/test/bundle.spec.ts', 'an event that is not as it was sealed does not get into a bundle']],
  D11: ['`prev` wrong', ['libs/proof/test/bundle.spec.ts', 'a signed log whose streams do not hang together is caught, in it as in a bundle of it: a gap, a repeat, a link to another leaf']],
  D12: ['actor missing', [here, 'a command of nobody, or of somebody half named, is refused by name, whoever passes it on'], ['apps/api/src/bad-input.spec.ts', 'nobody']],
  D13: ['time 1 h ahead/behind', [here, 'a process whose clock is an hour ahead or behind changes no order: each act lies where it was committed']],
  D14: ['two writers one version', [`${contract}/order.ts`, 'lets exactly one of 8 writers at the same revision through, and tells the others where the stream is']],
  D15: ['connection lost after COMMIT sent', [`${postgres}/faults.spec.ts`, 'answers with the receipt when the connection is lost after the commit and before the answer']],
  D16: ['serialization/deadlock error', [`${postgres}/faults.spec.ts`, 'answers a deadlock with a transaction elsewhere, whichever of the two the server ends'], [`${postgres}/faults.spec.ts`, 'keeps its order where the server serializes every transaction and takes back those that overlap']],
  D17: ['statement timeout mid-append', [`${postgres}/faults.spec.ts`, 'keeps nothing of a statement that ran out of time, and takes the same append later']],
  D18: ['row updated by superuser', ['libs/proof/test/tampering.spec.ts', 'an edit of %s (to %s) is caught at its position, in its field']],
  D19: ['row deleted', ['libs/proof/test/tampering.spec.ts', 'a deleted event']],
  D20: ['two rows swapped', ['libs/proof/test/tampering.spec.ts', 'two events that changed places']],
  D21: ['position gap or duplicate', ['libs/proof/test/tampering.spec.ts', 'an event inserted among the others'], [`${postgres}/faults.spec.ts`, 'fails loudly, and keeps nothing, when the head row was set back behind the events']],
  D22: ['tail truncated', ['libs/proof/test/tampering.spec.ts', 'a cut tail']],
  D23: ['restored dump of yesterday', ['libs/proof/test/tampering.spec.ts', 'an older backup of the store is caught, with the first position that is lost, and also after the store has gone on'], [otherLog, 'is not gone on from where %s; rows built anew are']],
  D24: ['stream id with case/Unicode twin', [`${contract}/reading.ts`, 'tells apart stream ids that differ only in case or in Unicode form']],
  D25: ['read from beyond head, limit 0, limit 1e9', [`${contract}/reading.ts`, 'finds nothing beyond the head, nor with a limit of 0 or below'], [`${contract}/reading.ts`, 'reads a page after a position and no more than asked for']],
  F1: ['reducer throws', [models, 'park a stream of a process this build does not know, and one whose due date cannot be worked out'], [here, 'a row that cannot be folded stores nothing; other rows go on, and the row once it is mended'], [here, 'a clue with a row that cannot be folded stops in the list where it was; the others are listed as ever, and it as well once the row is mended']],
  F2: ['reducer not deterministic (Date.now)', ['infra/local/fence.spec.ts', 'may not say: %s'], [checked, 'are the same, or the tables and keys are told where they are not; nothing is changed']],
  F3: ['event references shredded key', [here, 'an event sealed under a key that is gone is still read, folded and gone on from; what was sealed stays shut']],
  F4: ['missing field in old schema', [lifts, 'an old event without the fields its version had cannot read it, and says why']],
  F5: ['renamed enum', [lifts, 'is folded as the newest would have written it, by every build that knows its version']],
  F6: ['BigInt/decimal drift', [lifts, 'with a decimal keeps every cent of it: 12.35 m are 1235 cm'], ['test/laws/released-events.spec.ts', 'counts in whole numbers, so that no amount drifts by a fraction or beyond 2^53']],
  F7: ['kill mid-batch', ['apps/follower/src/follower.spec.ts', 'killed between the rows and the checkpoint, the follower comes again with every clue in the list once'], [follow, 'does nothing twice when its session dies between the rows and the checkpoint'], ['apps/follower/src/follower.spec.ts', 'killed at %s, in the middle of a rebuild, it leaves the rows that are read as they are, and builds them anew when it comes again']],
  F8: ['checkpoint ahead of data', [follow, 'refuses to go on when the store lies behind its checkpoint']],
  F9: ['checkpoint behind data', [models, 'are the same when a batch comes twice, as after a crash'], [rebuild, 'are what they were when the checkpoint was put back: what is known already is not counted again']],
  F10: ['rebuild while live', [build, 'gives the same rows, while the live one goes on following and answering'], [rebuild, 'answer every list in full at every moment, while clues come in and the models are built anew again and again']],
  F11: ['two projectors', [follow, 'copy everything once though sessions are killed all the time'], ['libs/follow/src/partitions.spec.ts', 'come each once and in order though the sessions of three processes are killed all the time'], ['apps/follower/src/follower.spec.ts', 'frozen, it is taken over from; should it wake, there are not two who lead, and no clue is lost or counted twice']],
  F12: ['read-model row edited by hand', [models, 'are the rows that were there, also after somebody edited and deleted some'], [rebuild, 'find every row that was edited, added or taken away by hand, by table and key, and leave them']],
  F13: ['table dropped', [follow, 'parks nothing when its own table is gone, and goes on when it is back'], [checked, 'are missing altogether when somebody dropped the table']],
  F14: ['migration half applied', [`${postgres}/migrate.spec.ts`, 'leave nothing of a file that fails, keep those before it, and go on once it is mended']],
  F15: ['1 M events in one stream', [here, 'a stream as long as any may be is still read and gone on with; it grows no longer, and the next clue is taken']],
  F16: ['replay to a time before first event', ['libs/replay/src/replay.spec.ts', 'that lies in the future, before the first entry, past the last revision, or is no point at all, is refused in words that say so']],
  F17: ['replay at a version > head', ['apps/api/src/replay.spec.ts', 'of a wrong id, revision, day or point says so, each by its own status']],
  F18: ['time zone/DST input', ['libs/calendar/src/instant.spec.ts', 'a day runs from midnight to midnight in Shanghai'], [here, 'a date of an act given as %j is refused by name: a day is a day, and no time zone or summer time moves it'], [zones, 'work out the same rows: those of one are what the events say to each of the others'], [zones, 'tell the same history, by days that end at midnight in Shanghai'], [zones, 'count the same figures, each on its day']],
  F19: ['search index out of step', [checked, 'are told of an index that lists are searched by and that %s; rows built anew have it'], [rebuild, 'find every row that was edited, added or taken away by hand, by table and key, and leave them'], [models, 'are the rows that were there, also after somebody edited and deleted some']],
  F20: ['projection from a different log origin', [otherLog, 'is not gone on from where %s; rows built anew are'], [otherLog, 'is known as soon as rows were built anew, before any line more is followed'], [otherLog, 'is gone on from when somebody asks for rows built anew: the follower that refused it builds them itself'], ['libs/proof/test/notary.spec.ts', 'does not sign a store that was put back to an earlier day and went on'], ['libs/publish/src/publish.spec.ts', 'a store whose events were exchanged is not published from where another log had come to; published anew it is']],
  F21: ['parked stream gets 10k more events', ['test/faults/parked.spec.ts', 'a clue that cannot be read on gets 10,000 more events: the others are listed as ever; tried again too early it stays where it was, and later goes on through all of them'], [follow, 'keeps its stream parked through 10,000 more events, which cost the others nothing, and all of them are made up for in order']],
  F22: ['unpark still failing', [follow, 'goes on with all it missed when it is tried again and can be read by then; before, it stays parked'], ['libs/follow/src/partitions.spec.ts', 'are parked and tried again by whoever leads them']],
  F23: ['upcaster loop v1→v2→v1', [lifts, 'with one that goes back to an earlier version, or is there twice']],
  F24: ['disk full during rebuild', [build, 'leaves the live one as it is when it fails, and is not tried again at once'], [rebuild, 'are not there, and the old ones are, when the disk is full; with room again they are']],
  F25: ['snapshot from an older reducer', ['test/evolution/two-builds.spec.ts', 'rows that an older program folded are worked out anew, and never gone on from'], [build, 'is built by itself when the rules have changed, and readers see all rows at every moment while lines are written']],
};

describe('bad input', () => {
  const numbers = ['D', 'F'].flatMap((letter) => Array.from({ length: 25 }, (_, i) => `${letter}${i + 1}`));

  it('is listed whole', () => expect(Object.keys(inputs)).toEqual(numbers));

  it.each(Object.entries(inputs).flatMap(([number, [input, ...tried]]) => tried.map((where) => [number, input, where] as const)))('%s (%s) is tried', (_number, _input, where) => {
    const [file, title] = where;
    const lines = readFileSync(join(root, file), 'utf8').split('\n').filter((line) => ["'", '`', '"'].some((quote) => line.includes(`${quote}${title}${quote}`)));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\.(?:skip|todo|only|failing)\b|\bx(?:it|test)\b/);
  });
});
