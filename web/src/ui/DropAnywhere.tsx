import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './DropAnywhere.module.css';

interface Props {
  onFiles(files: FileList): void;
  /** What may be dropped. */
  children: ReactNode;
}

/** Files may be dropped anywhere on the page; while some are held over it, it says which. */
export function DropAnywhere({ onFiles, children }: Props) {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  const [over, setOver] = useState(false);
  useEffect(() => {
    const dragover = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const dragleave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      latest.current(event.dataTransfer.files);
    };
    const listeners = { dragover, dragleave, drop };
    for (const [name, listener] of Object.entries(listeners))
      addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        removeEventListener(name, listener as EventListener);
    };
  }, []);
  if (!over) return null;
  return <div className={classes.drop}>{children}</div>;
}
