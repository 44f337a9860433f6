import classes from './Grid.module.css';

/** Of the fixed-width letters that a chip is written in, and of what stands around them, in rem. */
const LETTER = 0.452;
const AROUND = 1.25;
const PADDING = 1;
const MORE = 2.25;

/** As many values as there is room for, and how many more there are. */
export function Chips({
  values,
  width,
  placeholder,
}: {
  values: string[];
  width: number;
  placeholder: string;
}) {
  if (values.length === 0) return <span className={classes.placeholder}>{placeholder}</span>;
  const fit = fitting(values, width - PADDING);
  return (
    <>
      <span className="rw-hidden">{values.join(', ')}</span>
      <span aria-hidden="true" className={classes.chips}>
        {values.slice(0, fit).map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value may be there twice
          <span key={index} className={classes.chip}>
            {one}
          </span>
        ))}
        {fit < values.length && <span className={classes.more}>+{values.length - fit}</span>}
      </span>
    </>
  );
}

/** At least one, which is cut where it has no room. */
function fitting(values: string[], width: number): number {
  let [used, fit] = [0, 0];
  for (const [index, value] of values.entries()) {
    used += value.length * LETTER + AROUND;
    if (used + (index < values.length - 1 ? MORE : 0) > width) break;
    fit += 1;
  }
  return Math.max(1, fit);
}
