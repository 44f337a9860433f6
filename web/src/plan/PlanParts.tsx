import { createContext, useContext } from 'react';
import type { ReviewSource } from '../planner/review';
import type { Details } from '../planner/types';
import { Changes } from './Changes';
import { Pending } from './Pending';
import { SessionDocument } from './SessionDocument';
import { SqlText } from './SqlText';
import { Statements } from './Statements';
import { TextPane } from './TextPane';
import type { Loaded } from './useDetails';
import type { View } from './view';

export interface Parts {
  source: ReviewSource;
  details: Loaded<Details>;
  view: View;
  onView(view: View): void;
}

const PartsContext = createContext<Parts | undefined>(undefined);

/** With every key another plan: the parts take it from here, so that the tabs around them stay as they are. */
export const PartsProvider = PartsContext.Provider;

function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (!parts) throw new Error('a part of a plan stands in PlanTabs');
  return parts;
}

export function SqlPart() {
  const { roleName, sql = '', status, summary } = useParts().source;
  return (
    <TextPane
      text={sql}
      name={roleName}
      kind="sql"
      what="the SQL"
      note={status === 'in-sync' && 'Nothing to do: the role is as desired.'}
    >
      <SqlText sql={sql} dangers={summary?.dangers} label={`SQL of ${roleName}`} testId="sql" />
    </TextPane>
  );
}

export function ChangesPart() {
  const { source, details } = useParts();
  return (
    <Pending of={details}>
      {details.value && <Changes details={details.value} role={source.roleName} />}
    </Pending>
  );
}

export function StatementsPart() {
  const { details, view, onView } = useParts();
  return (
    <Pending of={details}>
      {details.value && (
        <Statements
          steps={details.value.steps}
          risk={view.risk}
          onRisk={(risk) => onView({ ...view, risk })}
          search={view.search}
          onSearched={() => onView({ ...view, search: undefined })}
        />
      )}
    </Pending>
  );
}

export function UndoPart() {
  const { source, details } = useParts();
  const { value } = details;
  return (
    <Pending of={details}>
      {value && (
        <TextPane
          text={value.undo_sql}
          name={`${source.roleName}.undo`}
          kind="sql"
          what="the undo SQL"
          note="Takes back what the plan does. Nothing runs it for you."
        >
          <SqlText
            sql={value.undo_sql}
            dangers={value.undo_dangers}
            label={`Undo SQL of ${source.roleName}`}
            testId="undo"
          />
        </TextPane>
      )}
    </Pending>
  );
}

export function DocumentPart() {
  return <SessionDocument source={useParts().source} />;
}
