import { type ReactNode, useRef } from 'react';
import edges from './Edges.module.css';
import { useEdges } from './useEdges';

interface Props {
  label: string;
  className?: string;
  children: ReactNode;
}

/** What may be larger than its place: it scrolls, by keys too, and its edges say where there is more. */
export function ScrollBox({ label, className, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  useEdges(box, frame);
  return (
    <div ref={frame} className={edges.frame}>
      <section
        ref={box}
        className={className}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
      >
        {children}
      </section>
    </div>
  );
}
