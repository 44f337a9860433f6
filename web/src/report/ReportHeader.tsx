import { Button, useMantineColorScheme } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { STATUS } from '../plan/words';
import type { ReviewSource, Status } from '../planner/review';
import type { Cluster, Report } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import { Time } from '../ui/Time';

/** More clusters are counted. */
const SHOWN = 3;
const ORDER: Status[] = ['failed', 'out-of-sync', 'in-sync'];

export function ReportHeader({ report, reviews }: { report: Report; reviews: ReviewSource[] }) {
  const { created_at, planner_version } = report;
  const clusters = clustersOf(report);
  return (
    <header className="report-header">
      <div className="report-title">
        <h1>Rolewright plan</h1>
        <span className="report-tools">
          <Button size="compact-xs" variant="default" onClick={() => window.print()}>
            Print
          </Button>
          <SchemeToggle />
        </span>
      </div>
      <p className="report-counts">
        {ORDER.map((status) => {
          const n = reviews.filter((review) => review.status === status).length;
          return (
            n > 0 && (
              <Tag key={status} words={STATUS[status]}>
                {count(n, 'role')} {STATUS[status].word}
              </Tag>
            )
          );
        })}
      </p>
      <dl className="report-facts">
        <div>
          <dt>Made</dt>
          <dd>
            <Time of={created_at} />
          </dd>
        </div>
        {clusters.length > 0 && (
          <div>
            <dt>PostgreSQL</dt>
            <dd>
              {clusters.length > SHOWN
                ? count(clusters.length, 'cluster')
                : clusters
                    .map((cluster) => `${cluster.server_version} (${cluster.system_identifier})`)
                    .join(', ')}
            </dd>
          </div>
        )}
        <div>
          <dt>Planner</dt>
          <dd>{planner_version}</dd>
        </div>
      </dl>
    </header>
  );
}

function SchemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const system = useColorScheme();
  const shown = colorScheme === 'auto' ? system : colorScheme;
  const other = shown === 'dark' ? 'light' : 'dark';
  return (
    <Button size="compact-xs" variant="default" onClick={() => setColorScheme(other)}>
      {other === 'dark' ? 'Dark' : 'Light'} colours
    </Button>
  );
}

function clustersOf({ reviews }: Report): Cluster[] {
  const found = reviews.flatMap(({ cluster }) => cluster ?? []);
  return [...new Map(found.map((cluster) => [cluster.system_identifier, cluster])).values()];
}
