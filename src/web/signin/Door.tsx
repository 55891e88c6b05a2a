import type { Session } from '../session.ts'

export function Door({ session }: { session: Session; pathname: string }) {
  return <main>{session.state}</main>
}
