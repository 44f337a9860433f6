import '../../src/playground/styles';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { SPECIMENS } from './specimens';

declare global {
  interface Window {
    specimens: string[];
    show(name: string): void;
  }
}

/** One part at a time; `show` in the console, or by whoever takes the pictures. */
function Parts() {
  const [shown, show] = useState('');
  window.show = show;
  const make = SPECIMENS[shown];
  return (
    <main key={shown} data-shown={shown} style={{ padding: 16 }}>
      {make?.()}
    </main>
  );
}

window.specimens = Object.keys(SPECIMENS);
const root = document.getElementById('root');
if (root) createRoot(root).render(<Parts />);
