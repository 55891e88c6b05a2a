import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { CustomProps } from '../../../web/forms/form.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Fault } from '../../../web/ui/Field.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { whole } from './blanks.ts'
import { comparables, expressionOf, simpleOf, type Comparable, type SimpleCondition } from './condition.ts'
import styles from './Routine.module.css'

/** A condition, chosen from what the form has; as an expression where it says more, or where somebody prefers to write it. */
export function ConditionEdit({ label, value, onChange, body, path, faultOf }: CustomProps) {
  const { t } = useLingui()
  const expression = typeof value === 'string' ? value : ''
  const simple = simpleOf(expression)
  const known = comparables(whole(body))
  const [asText, setAsText] = useState(false)
  const [began, setBegan] = useState(false)
  const fault = faultOf(path)
  if (simple === null || asText || known.length === 0) {
    return (
      <div className={styles.condition}>
        <TextField label={label} value={expression} onChange={onChange} fault={fault} className={styles.code ?? ''} placeholder={t`fields.approved == true`} spellCheck={false} autoComplete="off" />
        {simple !== null && known.length > 0 && (
          <Button small look="quiet" onClick={() => setAsText(false)}>
            <Trans>Choose instead</Trans>
          </Button>
        )}
      </div>
    )
  }
  if (simple === undefined && !began) {
    return (
      <div className={styles.condition}>
        <Button small onClick={() => setBegan(true)} aria-label={t`${label}: add a condition`}>
          {label} …
        </Button>
        {fault && <Fault>{fault}</Fault>}
      </div>
    )
  }
  const clear = () => {
    setBegan(false)
    onChange('')
  }
  return (
    <fieldset className={styles.condition}>
      <legend>{label}</legend>
      <Chosen known={known} simple={simple ?? { of: '', how: 'is', value: '' }} onChange={onChange} />
      {fault && <Fault>{fault}</Fault>}
      <span>
        <Button small look="quiet" onClick={clear}>
          <Trans>Always</Trans>
        </Button>
        <Button small look="quiet" onClick={() => setAsText(true)}>
          <Trans>Write an expression</Trans>
        </Button>
      </span>
    </fieldset>
  )
}

function Chosen({ known, simple, onChange }: { known: readonly Comparable[]; simple: SimpleCondition; onChange: (expression: string) => void }) {
  const { t } = useLingui()
  const [draft, setDraft] = useState(simple)
  // While a value is still to be chosen the condition stands here only.
  const shown = simple.of === '' || (simple.of === draft.of && simple.how === draft.how && simple.value !== draft.value && draft.value === '') ? draft : simple
  const one = known.find((each) => each.of === shown.of)
  const set = (part: Partial<SimpleCondition>) => {
    const next = { ...shown, ...part }
    setDraft(next)
    const type = known.find((each) => each.of === next.of)?.type ?? 'text'
    const expression = expressionOf(next, type)
    if (expression) onChange(expression)
  }
  const hows = howsOf(one, t)
  return (
    <div className={styles.chosen}>
      <Select label={t`What`} hideLabel choices={known.map((each) => ({ value: each.of, label: each.label }))} value={one ? one.of : null} onChange={(of) => of && set({ of, how: 'is', value: firstValue(known.find((each) => each.of === of)) })} />
      {one && <Select label={t`How`} hideLabel choices={hows} value={shown.how} onChange={(how) => how && set({ how })} />}
      {one && shown.how !== 'filled' && shown.how !== 'empty' && <ValueOf one={one} value={shown.value} onChange={(value) => set({ value })} />}
    </div>
  )
}

function firstValue(one: Comparable | undefined): string {
  return one?.values?.[0]?.value ?? (one?.type === 'flag' ? 'true' : '')
}

function howsOf(one: Comparable | undefined, t: ReturnType<typeof useLingui>['t']): { value: SimpleCondition['how']; label: string }[] {
  const base: { value: SimpleCondition['how']; label: string }[] = [{ value: 'is', label: t`is` }, { value: 'is not', label: t`is not` }]
  if (one?.type === 'number') base.push({ value: 'at least', label: t`is at least` }, { value: 'less than', label: t`is less than` })
  if (one?.of.startsWith('fields.')) base.push({ value: 'filled', label: t`is filled in` }, { value: 'empty', label: t`is not filled in` })
  return base
}

function ValueOf({ one, value, onChange }: { one: Comparable; value: string; onChange: (value: string) => void }) {
  const { t } = useLingui()
  const choices = one.type === 'flag' ? [{ value: 'true', label: t`Yes` }, { value: 'false', label: t`No` }] : one.values
  if (choices) return <Select label={t`Value`} hideLabel choices={choices} value={choices.some((choice) => choice.value === value) ? value : null} onChange={(next) => next && onChange(next)} />
  return <TextField label={t`Value`} hideLabel value={value} onChange={onChange} inputMode={one.type === 'number' ? 'decimal' : 'text'} />
}
