import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { NONCE } from '../ui/nonce';

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--rw-info)', fontWeight: '600' },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--rw-info)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--rw-grants)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--rw-credentials)' },
  { tag: tags.comment, color: 'var(--rw-muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator], color: 'var(--rw-muted)' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: 'var(--rw-13)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--rw-mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'currentColor' },
  '.cm-cursor': { borderLeftColor: 'currentColor' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--rw-muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: 'color-mix(in srgb, var(--rw-selected) 45%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--rw-focus) 28%, transparent) !important',
  },
  '.cm-placeholder': { color: 'var(--rw-muted)', whiteSpace: 'pre-wrap' },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--rw-surface)',
    color: 'inherit',
    border: '1px solid var(--rw-border)',
    borderRadius: 'var(--rw-radius)',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--rw-mono)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--rw-selected)',
    color: 'inherit',
  },
  '.cm-completionDetail': { color: 'var(--rw-muted)', fontStyle: 'normal' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--rw-destructive)' },
  '.cm-diagnostic': { maxWidth: '44rem', whiteSpace: 'pre-wrap' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--rw-destructive)',
    textUnderlineOffset: '3px',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--rw-revokes-soft)' },
});

export const look = [theme, syntaxHighlighting(highlight), EditorView.cspNonce.of(NONCE)];
