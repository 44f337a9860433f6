import { Pending } from '../plan/Pending';
import { useLoaded } from '../plan/useDetails';
import { STATUS } from '../plan/words';
import type { ReviewSource } from '../planner/review';
import { useWorkspace } from '../workspace/context';
import { useReviews } from '../workspace/hooks';
import classes from './Graph.module.css';
import { RoleGraph } from './RoleGraph';
import { Why } from './Why';

/** Who is in what, and what the selected role gets at, before and after its plan. */
export default function GraphPanel() {
  const { selected } = useReviews();
  if (!selected) {
    return <p className={classes.empty}>No role is desired yet: write one in the Desired tab.</p>;
  }
  if (!selected.summary) {
    return (
      <p className={classes.empty}>
        {selected.role}: {STATUS[selected.status].word}. The graph needs a plan; the Plan tab says what is in
        the way.
      </p>
    );
  }
  return <Planned source={selected} />;
}

function Planned({ source }: { source: ReviewSource }) {
  const { ask } = useWorkspace();
  const graph = useLoaded(source, ({ roleName }) => ask('graph', roleName));
  return (
    <div className={classes.panel}>
      <Pending of={graph}>
        {graph.value && <RoleGraph key={source.roleName} graph={graph.value} roleName={source.roleName} />}
      </Pending>
      <Why key={source.roleName} source={source} graph={graph.value} />
    </div>
  );
}
