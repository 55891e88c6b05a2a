import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ElementView } from '../../../shared/element.contract.ts'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useAbilities, useSession } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { dayInWords } from '../../../web/words.ts'
import { listHolders, type HolderView } from '../holder.contract.ts'
import { AnswerButtons, AppointDialog, EndDialog } from './HolderDialogs.tsx'
import local from './Role.module.css'

/** Who holds the role, for what, from when to when; before and after too where asked. */
export function RoleHolders({ element }: { element: ElementView }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const [all, setAll] = useState(false)
  const [appointing, setAppointing] = useState(false)
  const [ending, setEnding] = useState<HolderView | null>(null)
  const abilities = useAbilities()
  const { data, error, refetch } = useQueryOf(listHolders, { role: element.key, ...(all && { all: true }) })
  const may = (verb: string) => !asOf && abilities.includes(`holder.${verb}`) && element.status === 'in force'
  return (
    <Section title={<Trans>Holders</Trans>} aside={<Button small look="quiet" onClick={() => setAll(!all)}>{all ? t`Only now` : t`Earlier and later too`}</Button>}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t`Holders`} rows={2} />}
      {data && (
        <Rows label={t`Holders`}>
          {data.rows.map((holder) => (
            <Holder key={holder.id} holder={holder} {...(may('end') && !holder.toOn && { onEnd: () => setEnding(holder) })} />
          ))}
          {data.rows.length === 0 && (
            <Row>
              <StateMark state="missed">{element.status === 'in force' ? <Trans>Nobody holds it.</Trans> : <Trans>Put the role in force, then appoint somebody.</Trans>}</StateMark>
            </Row>
          )}
        </Rows>
      )}
      {may('appoint') && (
        <div className={local.foot}>
          <Button small onClick={() => setAppointing(true)}>
            <Trans>Appoint a holder</Trans>
          </Button>
        </div>
      )}
      {appointing && <AppointDialog role={element} onClose={() => setAppointing(false)} />}
      {ending && <EndDialog holder={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function Holder({ holder, onEnd }: { holder: HolderView; onEnd?: () => void }) {
  const me = useSession().data?.person?.id
  const asOf = useAsOf()
  const from = dayInWords(holder.fromOn, 'short')
  const to = dayInWords(holder.toOn, 'short')
  return (
    <Row
      note={
        <>
          {holder.deputy && <><Trans>deputy</Trans> · </>}
          {holder.declined ? <Trans>from {from}</Trans> : to ? <Trans>from {from} to {to}</Trans> : <Trans>since {from}</Trans>}
          {holder.declined ? <> · <Trans>declined</Trans>: “{holder.reason}”</> : !holder.accepted && <> · <Trans>not accepted yet</Trans></>}
        </>
      }
      end={
        <span className={local.rowVerbs}>
          {!holder.accepted && !holder.declined && holder.person.id === me && !asOf && <AnswerButtons holder={holder} />}
          {onEnd && (
            <Button small look="quiet" onClick={onEnd}>
              <Trans>End</Trans>
            </Button>
          )}
        </span>
      }
    >
      <span className={holder.current ? undefined : local.past}>{holder.person.name}</span>
      {holder.element && (
        <>
          {' '}
          <span className={local.past}><Trans>for</Trans></span> <KeyLink elementKey={holder.element.key}>{holder.element.title}</KeyLink>
        </>
      )}
    </Row>
  )
}
