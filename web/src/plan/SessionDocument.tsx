import type { ReviewSource } from '../planner/review';
import { Pending } from './Pending';
import { SqlText } from './SqlText';
import { TextPane } from './TextPane';
import { useDocument } from './useDetails';

export function SessionDocument({ source }: { source: ReviewSource }) {
  const document = useDocument(source);
  const { value } = document;
  return (
    <Pending of={document}>
      {value !== undefined && (
        <TextPane
          text={value}
          name={source.roleName}
          kind="yaml"
          what="the session document"
          note="The record of the plan: what was asked for, what is there, the SQL and its checksums."
        >
          <SqlText sql={value} label={`Session document of ${source.roleName}`} testId="document" plain />
        </TextPane>
      )}
    </Pending>
  );
}
