import type { ButtonHTMLAttributes } from 'react';
import classes from './TextButton.module.css';

/** A word of a text that does something. */
export function TextButton({ className, ...rest }: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'>) {
  return (
    <button type="button" className={className ? `${classes.word} ${className}` : classes.word} {...rest} />
  );
}
