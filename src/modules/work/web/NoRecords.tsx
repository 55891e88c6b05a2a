import { Trans } from '@lingui/react/macro'
import { useAsOf } from '../../../web/asOf.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { EmptyState } from '../../../web/ui/EmptyState.tsx'
import { dayInWords } from '../../../web/words.ts'
import { RaiseLink } from './RaiseLink.tsx'

type NoRecordsProps = { narrowed: boolean; routine?: string | undefined; title: string; noun?: string | undefined; onAll: () => void }

/** An empty list says why it is empty, and what would bring something into it. */
export function NoRecords({ narrowed, routine, title, noun, onAll }: NoRecordsProps) {
  const asOf = useAsOf()
  if (narrowed) {
    return (
      <EmptyState title={<Trans>Nothing matches</Trans>} verb={<Button onClick={onAll}><Trans>Show all that is open</Trans></Button>}>
        <p><Trans>No record fits these filters. Take a word out, or look among the closed ones too.</Trans></p>
      </EmptyState>
    )
  }
  if (asOf) {
    const day = dayInWords(asOf)
    return <EmptyState title={<Trans>Nothing was open on {day}</Trans>} />
  }
  return (
    <EmptyState title={routine ? <Trans>Nothing open in {title}</Trans> : <Trans>Nothing is open</Trans>} verb={<RaiseLink routine={routine} noun={noun} />}>
      <p><Trans>A record is one piece of work in a routine. It keeps the version of the routine that it began under, who held which role, and when what happened.</Trans></p>
    </EmptyState>
  )
}
