/** What operators may do, the least first; each may do what those before it may. */
export const OPERATOR_ROLES = ['viewer', 'support', 'finance', 'admin'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** Whether a role may do what `least` may. */
export function reaches(role: OperatorRole, least: OperatorRole): boolean {
  return OPERATOR_ROLES.indexOf(role) >= OPERATOR_ROLES.indexOf(least);
}

/** The lesser of two roles. */
export function lesserRole(one: OperatorRole, other: OperatorRole): OperatorRole {
  return reaches(one, other) ? other : one;
}
