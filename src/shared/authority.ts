/** The name of an action, such as `policy.approve`, or every action on a subject, such as `policy.*`. */
export const authorityPattern = /^[a-z][a-zA-Z0-9]{0,39}\.([a-z][a-zA-Z0-9]{0,39}|\*)$/

/** True when these authorities allow the action. */
export function allows(authorities: readonly string[], action: string): boolean {
  return authorities.includes(action) || authorities.includes(wholeSubject(action))
}

/** Every action on the same subject: policy.approve → policy.* */
export function wholeSubject(action: string): string {
  return `${action.slice(0, action.indexOf('.'))}.*`
}

/** True for every action on one subject. */
export function isWholeSubject(authority: string): boolean {
  return authority.endsWith('.*')
}

/** What somebody must be able to do so that roles, and with them everything else, can be changed. */
export const changingRoles = ['role.draft', 'proposal.open', 'role.approve'] as const

/** True when these authorities, all together, allow roles to be changed. */
export function allowsChangingRoles(authorities: readonly string[]): boolean {
  return changingRoles.every((each) => allows(authorities, each))
}
