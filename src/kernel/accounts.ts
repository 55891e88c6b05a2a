/** What administration may do with the accounts that people sign in with; sign-in itself keeps them. */
export type Accounts = {
  /** The address that an account signs in with, and whether it belongs to another organisation too. */
  find: (accountId: string, organisationId: string) => Promise<{ email: string; elsewhere: boolean }>
  /** A link with which the account's owner chooses a new password, once. It works, and earlier ones end, once it is kept; `by` is written in the record of sign-ins. */
  passwordLink: (accountId: string, by: string) => { link: string; hours: number; keep: () => Promise<void> }
}
