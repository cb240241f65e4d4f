import type { RegisterStage } from '@anjuan/domain';
import type { Situation, Text } from './contract';
import { lifecycle } from './lifecycle';

/** A register waits for nothing: its workflow runs only while a case has not heard its number yet. */
const waitingFor: Record<RegisterStage, Text> = {
  open: { zh: '向案件回填文书编号', en: 'the case to hear its number' },
};

export async function register(situation?: Situation): Promise<void> {
  await lifecycle(waitingFor, situation);
}
