import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { ButtonLink } from '../../../web/ui/Button.tsx'
import { EmptyState } from '../../../web/ui/EmptyState.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { severities, themes, type Severity, type Theme } from '../check.ts'
import { findQuery, shownPerCheck, type FindingView } from '../xray.contract.ts'
import { mendLink } from './mendLink.ts'
import { SeverityMark } from './SeverityMark.tsx'
import styles from './Xray.module.css'

type Found = z.output<typeof findQuery.output>
type CheckView = Found['checks'][number]

const severityWords: Record<Severity, MessageDescriptor> = { high: msg`high`, medium: msg`medium`, low: msg`low` }
const themeWords: Record<Theme, MessageDescriptor> = {
  scope: msg`Scope`, why: msg`Reasons`, services: msg`Services`, units: msg`Units`, agreements: msg`Agreements`, suppliers: msg`Suppliers`, policies: msg`Policies`, roles: msg`Roles`,
  routines: msg`Routines`, measures: msg`Measures`, reviews: msg`Reviews`, plans: msg`Plans`, links: msg`Connections`, cadence: msg`Reviewed in time`,
}

/** Everything found, by theme and question, with its severity and the verb that mends it. */
export function Findings({ found }: { found: Found }) {
  const { t, i18n } = useLingui()
  const [text, setText] = useState('')
  const [severity, setSeverity] = useState<Severity | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useKeys({ f: () => field.current?.focus() })
  const byCheck = Map.groupBy(found.findings, (finding) => finding.check)
  const asked = found.checks.filter((check) => check.count > 0 && (severity === null || check.severity === severity) && matches(check, byCheck.get(check.check) ?? [], text))
  if (found.checks.every((check) => check.count === 0)) return <NothingFound empty={found.elements < 3} />
  return (
    <div className={styles.findings}>
      <div className={styles.filter}>
        <TextField ref={field} label={t`Filter`} hideLabel placeholder={t`Filter by word or key`} value={text} onChange={setText} />
        <Select label={t`Severity`} hideLabel placeholder={t`Every severity`} clearable value={severity} onChange={setSeverity} choices={severities.map((value) => ({ value, label: i18n._(severityWords[value]) }))} />
        <Counts checks={found.checks} />
      </div>
      {asked.length === 0 && <p className={styles.soft}><Trans>Nothing fits this filter.</Trans></p>}
      {themes.map((theme) => {
        const those = asked.filter((check) => check.theme === theme).sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
        if (those.length === 0) return null
        return (
          <Section key={theme} title={i18n._(themeWords[theme])} aside={text === '' && those.reduce((sum, check) => sum + check.count, 0)}>
            {those.map((check) => <Question key={check.check} check={check} findings={byCheck.get(check.check) ?? []} text={text} />)}
          </Section>
        )
      })}
    </div>
  )
}

/** By its title, or by any of the findings that are here. */
function matches(check: CheckView, findings: readonly FindingView[], text: string): boolean {
  return text === '' || includes(check.title, text) || findings.some((finding) => says(finding, text))
}

function says(finding: FindingView, text: string): boolean {
  return includes(finding.message, text) || includes(finding.element ?? '', text)
}

function includes(whole: string, part: string): boolean {
  return whole.toLowerCase().includes(part.trim().toLowerCase())
}

function Counts({ checks }: { checks: readonly CheckView[] }) {
  const { i18n } = useLingui()
  return (
    <p className={styles.counts}>
      {severities.map((severity) => (
        <SeverityMark key={severity} severity={severity}>
          {checks.filter((check) => check.severity === severity).reduce((sum, check) => sum + check.count, 0)} {i18n._(severityWords[severity])}
        </SeverityMark>
      ))}
    </p>
  )
}

/** As many as are read without a click; the others unfold. */
const folded = 5

function Question({ check, findings, text }: { check: CheckView; findings: readonly FindingView[]; text: string }) {
  const { i18n } = useLingui()
  const [open, setOpen] = useState(false)
  const wanting = open && check.count > shownPerCheck
  const { data } = useQueryOf(findQuery, { check: check.check, most: 1000 }, wanting)
  const all = wanting && data ? data.findings : findings
  const fitting = text === '' || includes(check.title, text) ? all : all.filter((finding) => says(finding, text))
  const shown = open ? fitting : fitting.slice(0, folded)
  const left = check.count - shown.length
  return (
    <article className={styles.question}>
      <h3>
        <SeverityMark severity={check.severity}>{check.title}</SeverityMark> <span className={styles.severity}>{i18n._(severityWords[check.severity])}</span>
      </h3>
      <p className={styles.soft}>{check.why}</p>
      <ul className={styles.list} aria-label={check.title}>
        {shown.map((finding) => <Finding key={`${finding.element} ${finding.message}`} finding={finding} />)}
      </ul>
      {(open || left > 0) && check.count > folded && text === '' && (
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <Trans>Fewer</Trans> : <Plural value={check.count} one="Show it" other="Show all #" />}
        </button>
      )}
    </article>
  )
}

function Finding({ finding }: { finding: FindingView }) {
  const asOf = useAsOf()
  const place = mendLink(finding.mend)
  return (
    <li className={styles.finding}>
      <span className={styles.key}>{finding.element ? <KeyLink elementKey={finding.element} /> : '–'}</span>
      <span>{finding.message}</span>
      <span className={styles.mend}>
        {asOf ? finding.mend.text : <Link to={place.to} params={place.params as never}>{finding.mend.text}</Link>}
      </span>
    </li>
  )
}

function NothingFound({ empty }: { empty: boolean }) {
  const asOf = useAsOf()
  return empty ? (
    <EmptyState
      title={<Trans>Nothing to X-ray yet</Trans>}
      verb={
        !asOf && (
          <ButtonLink look="primary" to="/begin">
            <Trans>Begin here</Trans>
          </ButtonLink>
        )
      }
    >
      <p>
        <Trans>The X-ray asks whether the parts of the system hold together: a service without a team, a role that nobody holds, a promise that its chain cannot keep. Put the first elements in force, and it begins to answer.</Trans>
      </p>
    </EmptyState>
  ) : (
    <EmptyState title={<Trans>Nothing found</Trans>}>
      <p>
        <Trans>Every question is answered as it should be, by the facts of this day.</Trans>
      </p>
    </EmptyState>
  )
}
