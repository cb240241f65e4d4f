import { Tag } from 'antd';
import type { Text } from '../words';
import { useSay } from '../language';

/** A stage that nothing leads out of is quiet; the others stand out. */
export const StageTag = ({ label, final }: { label: Text; final: boolean }) => <Tag color={final ? 'default' : 'blue'}>{useSay()(label)}</Tag>;
