import './styles';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { readReport } from './data';

const root = document.getElementById('root');
if (root) {
  const report = readReport(document.getElementById('report')?.textContent ?? '');
  createRoot(root).render(<App report={report} />);
}
