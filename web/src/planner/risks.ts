// Generated from the planner's types (planner/examples/browser_types.rs): never edit.
// After a change there:  cd web && npm run types

/** What each risk of a statement means, the gravest last. */
export const RISK_MEANING = {
  grants: "Somebody can do more.",
  revokes: "Somebody can do less.",
  credentials: "A password changes.",
  destructive: "More is at stake than privileges on objects: an attribute that passes over them, a membership that carries everything, or a role that goes.",
} as const;
