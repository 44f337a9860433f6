import { useEffect, useRef, useState } from 'react';
import { useOpenFiles } from '../workspace/openFiles';
import classes from './Shell.module.css';

/** Files may be dropped anywhere: their names say what they are. */
export function DropAnywhere() {
  const openFiles = useOpenFiles();
  const latest = useRef(openFiles);
  latest.current = openFiles;
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
  return <div className={classes.drop}>Drop catalog snapshots (.json), plan.yaml or roles.csv</div>;
}
