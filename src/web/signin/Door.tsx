import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Session } from '../session.ts'
import { Founding } from './Founding.tsx'
import { Forgotten, Reset } from './Forgotten.tsx'
import { Invitation } from './Invitation.tsx'
import { Unsubscribe } from './Unsubscribe.tsx'
import { SignIn } from './SignIn.tsx'

/** What stands before the application: founding, signing in, an invitation, a new password. */
export function Door({ session, pathname }: { session: Session; pathname: string }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const enter = async (to?: '/' | '/begin') => {
    await client.invalidateQueries({ queryKey: ['session'] })
    if (to) await navigate({ to })
  }
  if (pathname.startsWith('/invitation/')) return <Invitation token={pathname.slice('/invitation/'.length)} onDone={() => enter('/')} />
  if (pathname.startsWith('/unsubscribe/')) return <Unsubscribe secret={pathname.slice('/unsubscribe/'.length)} />
  if (session.state === 'unfounded') return <Founding codeNeeded={session.codeNeeded} onDone={() => enter('/begin')} />
  if (pathname === '/reset-password') return <Reset onDone={() => enter('/')} />
  if (pathname === '/forgotten-password') return <Forgotten />
  return <SignIn onDone={() => enter()} />
}
