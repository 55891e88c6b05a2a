import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useKeys } from '../../../web/shell/keys.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Popover } from '../../../web/ui/Popover.tsx'
import { Prose } from '../../../web/ui/Prose.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import type { RecordView } from '../record.contract.ts'
import styles from './NextPart.module.css'
import { Principles } from './Principles.tsx'
import { StepForm } from './StepForm.tsx'
import { useBase } from './useBase.ts'
import { asksNothing, closingOf, exitOf, nothingSaid, useStep, type Exit } from './useStep.ts'
import { isOpen, orderedWays, type Way } from './ways.ts'

/** What to do now, the rule that applies, and the ways out: the one forward first, each of them under a number of the keyboard. */
export function NextPart({ record, onComment }: { record: RecordView; onComment: (() => void) | undefined }) {
  const { t } = useLingui()
  const [taking, setTaking] = useState<Exit | null>(null)
  const step = record.steps.find((one) => one.current)
  const closing = step?.end && record.open ? closingOf(record, t`Close`) : null
  const exits = orderedWays(record)
  const offered: Offer[] = [...(closing ? [{ exit: closing, open: record.closing.allowed, why: record.closing.refusal }] : []), ...exits.map((way) => ({ exit: exitOf(way), open: isOpen(way, record), why: whyNot(way) }))]
  const take = useTake(record, setTaking)
  useKeys(Object.fromEntries(offered.slice(0, 9).map((offer, at) => [String(at + 1), () => (offer.open ? void take.press(offer.exit) : false)])))
  if (!record.open || !step) return null
  const [first, ...rest] = offered
  const primary = first?.open && !first.exit.back ? first : undefined
  const others = primary ? rest : offered
  return (
    <section className={styles.next} aria-label={t`What to do now`}>
      <div className={styles.line}>
        <div className={styles.words}>
          <Todo record={record} step={step} />
          <Principles record={record} />
        </div>
        <div className={styles.verbs}>
          {onComment && <Button onClick={onComment}><Trans>Add update</Trans></Button>}
          {primary && <OfferButton offer={primary} number={1} look="primary" busy={take.busy} onPress={() => void take.press(primary.exit)} />}
        </div>
      </div>
      {others.length > 0 && (
        <div className={styles.others}>
          {others.map((offer, at) => (
            <OfferButton key={offer.exit.way ?? 'close'} offer={offer} number={at + (primary ? 2 : 1)} busy={take.busy} onPress={() => void take.press(offer.exit)} />
          ))}
        </div>
      )}
      {taking && <StepForm key={taking.way ?? 'close'} record={record} exit={taking} onDone={() => setTaking(null)} onLeave={() => setTaking(null)} />}
    </section>
  )
}

type Offer = { exit: Exit; open: boolean; why: string }

function whyNot(way: Way): string {
  return way.closed || way.refusal
}

/** One press takes what asks nothing; the rest opens its form. */
function useTake(record: RecordView, ask: (exit: Exit | null) => void) {
  const [pressed, setPressed] = useState<Exit>({ way: '', name: '', toName: '', back: false, closed: '', asks: [], missing: [], asksReason: false, asksOutcome: false })
  const base = useBase(record)
  const step = useStep(record, pressed, { ...base, revision: record.revision })
  const press = async (exit: Exit) => {
    setPressed(exit)
    if (!asksNothing(exit)) ask(exit)
    else if (!(await step.take(nothingSaid, exit))) ask(exit)
    else ask(null)
  }
  return { press, busy: step.busy }
}

function OfferButton({ offer, number, look, busy, onPress }: { offer: Offer; number: number; look?: 'primary'; busy: boolean; onPress: () => void }) {
  const { t } = useLingui()
  const name = offer.exit.name
  if (offer.open) {
    return (
      <Button {...(look && { look })} small={!look} busy={busy} aria-keyshortcuts={number < 10 ? String(number) : undefined} title={number < 10 ? t`${offer.exit.toName || name} (key ${number})` : offer.exit.toName} onClick={onPress}>
        {name}
      </Button>
    )
  }
  return (
    <Popover label={t`Why ${name} cannot be taken`} trigger={<Button small look="quiet" className={styles.closed}>{name}<span className="visually-hidden">{t`, closed: say why`}</span></Button>}>
      <p className={styles.why}>{offer.why || t`This way is closed now.`}</p>
    </Popover>
  )
}

function Todo({ record, step }: { record: RecordView; step: RecordView['steps'][number] }) {
  const [only, ...more] = record.exit
  return (
    <div className={styles.todo}>
      {only && more.length === 0 ? (
        <p>
          <strong>{step.name}:</strong> {only.text}.{only.holds === true && <> <StateMark state="met" bare /></>}
        </p>
      ) : (
        <>
          <p>{record.exit.length > 0 ? <><strong>{step.name}:</strong> <Trans>done when</Trans></> : <strong>{step.name}</strong>}</p>
          <ul className={styles.exits}>
            {record.exit.map((exit) => (
              <li key={exit.text}>
                <ExitMark holds={exit.holds}>{exit.text}</ExitMark>
              </li>
            ))}
          </ul>
        </>
      )}
      {step.instruction && (
        <div className={styles.instruction}>
          <Prose text={step.instruction} />
        </div>
      )}
    </div>
  )
}

function ExitMark({ holds, children }: { holds: boolean | null; children: string }) {
  const { t } = useLingui()
  const said = holds === null ? t`for people to judge` : holds ? t`holds` : t`does not hold yet`
  return (
    <span className={styles.exit} data-holds={String(holds)}>
      <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">{holds === true ? <circle cx="4.5" cy="4.5" r="4.3" fill="currentColor" /> : <circle cx="4.5" cy="4.5" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.2" {...(holds === null && { strokeDasharray: '2 1.6' })} />}</svg>
      <span>
        {children}
        <span className="visually-hidden"> ({said})</span>
      </span>
    </span>
  )
}
