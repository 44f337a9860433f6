import { useMemo, useState } from 'react';
import { PlanView } from '../plan/PlanView';
import { Printed } from '../plan/Printed';
import { sourceOf } from '../plan/reviewed';
import { FIRST_VIEW } from '../plan/view';
import type { Report } from '../planner/types';
import { ReportHeader } from './ReportHeader';

/** What was planned, to read anywhere: the playground's Plan view over the data in the page. */
export function ReportPage({ report, printing }: { report: Report; printing: boolean }) {
  const reviews = useMemo(() => report.reviews.map((review) => sourceOf(review)), [report]);
  const [roleName, setRoleName] = useState<string>();
  const selected = reviews.find((review) => review.roleName === roleName) ?? reviews[0];
  const [view, setView] = useState(FIRST_VIEW);
  return (
    <div className="report">
      <ReportHeader report={report} reviews={reviews} />
      <main>
        {reviews.length === 0 ? (
          <p>The plan was made for no role.</p>
        ) : printing ? (
          report.reviews.map((review, i) => (
            <Printed
              key={reviews[i]?.roleName}
              source={sourceOf(review)}
              details={review.details ?? undefined}
            />
          ))
        ) : (
          <PlanView
            reviews={reviews}
            selected={selected}
            onSelect={setRoleName}
            view={view}
            onView={setView}
          />
        )}
      </main>
    </div>
  );
}
