import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useKeys } from '../../../web/shell/keys.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { ButtonLink } from '../../../web/ui/Button.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { focusFirst } from '../../../web/ui/focusFirst.ts'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { TextField } from '../../../web/ui/TextField.tsx'
import { sentence } from '../../../web/words.ts'
import { wordsIn } from '../../../shared/searching.ts'
import { recordQueries } from '../record.contract.ts'
import styles from './Raise.module.css'

/** Chooses what is raised: a routine, or a ready-made kind of its work. */
export function RaisePage() {
  const { t } = useLingui()
  const { from } = useSearch({ from: '/work/raise' })
  const [text, setText] = useState('')
  const { data, error, refetch } = useQueryOf(recordQueries.raisable)
  const words = wordsIn(text)
  const fits = (...texts: string[]) => words.every((word) => texts.some((one) => wordsIn(one).some((part) => part.startsWith(word))))
  const shown = (data?.routines ?? [])
    .map((one) => ({ ...one, catalogue: one.catalogue.filter((item) => fits(item.name, item.hint, one.noun)) }))
    .filter((one) => one.catalogue.length > 0 || fits(one.noun, one.routine.title, one.trigger))
    .toSorted((one, other) => Number(other.allowed) - Number(one.allowed) || one.routine.key.localeCompare(other.routine.key, undefined, { numeric: true }))
  useKeys({ j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) })
  return (
    <Page name={t`Raise a record`} crumbs={[{ label: t`Work`, to: '/work' }]} subtitle={<Trans>What is it about?</Trans>}>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={t`Raise a record`} />}
      {data?.routines.length === 0 && (
        <EmptyState title={<Trans>No routine is in force yet</Trans>} verb={<ButtonLink look="primary" to="/$path" params={{ path: 'routines' }}><Trans>See the routines</Trans></ButtonLink>}>
          <p><Trans>A record runs in a routine. Put one in force first; its form and its steps then say what is asked here.</Trans></p>
        </EmptyState>
      )}
      {data && data.routines.length > 0 && <TextField className={styles.find} label={t`Find`} hideLabel type="search" placeholder={t`An incident, a laptop, a complaint …`} value={text} onChange={setText} ref={focusFirst} onKeyDown={(event) => event.key === 'ArrowDown' && move(1)} />}
      <ul className={styles.routines}>
        {shown.map((one) => (
          <li key={one.routine.id}>
            {one.allowed ? (
              <Link to="/work/raise/$routine" params={{ routine: one.routine.key }} search={{ from }} className={styles.routine} data-row-link="">{sentence(one.noun || one.routine.title)}</Link>
            ) : (
              <span className={styles.routine}>{sentence(one.noun || one.routine.title)}</span>
            )}
            <p className={styles.note}>{one.allowed ? one.trigger : one.refusal}</p>
            {one.allowed && one.catalogue.length > 0 && (
              <ul className={styles.items}>
                {one.catalogue.map((item) => (
                  <li key={item.id}>
                    <Link to="/work/raise/$routine" params={{ routine: one.routine.key }} search={{ from, item: item.id }} data-row-link="" title={item.hint}>{item.name}</Link>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      {data && data.routines.length > 0 && shown.length === 0 && <p className={styles.note}><Trans>Nothing is called that. Use fewer words, or raise an incident.</Trans></p>}
    </Page>
  )
}

function move(step: number): boolean {
  const place = document.getElementById('main')
  if (!place) return false
  const links = [...place.querySelectorAll<HTMLElement>('[data-row-link]')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)]?.focus()
  return links.length > 0
}
