import { MantineProvider } from '@mantine/core';
import type { Report } from '../planner/types';
import { theme } from '../ui/theme';
import { usePrinting } from '../ui/usePrinting';
import { Broken } from './Broken';
import { ReportPage } from './ReportPage';

export function App({ report }: { report: Report | { problem: string } }) {
  const printing = usePrinting();
  return (
    // The variables are made here: the style sheet that holds them is larger than what makes them.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      forceColorScheme={printing ? 'light' : undefined}
      deduplicateCssVariables={false}
    >
      {'problem' in report ? (
        <Broken problem={report.problem} />
      ) : (
        <ReportPage report={report} printing={printing} />
      )}
    </MantineProvider>
  );
}
