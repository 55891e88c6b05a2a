import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import type { A3Page } from '../a3.contract.ts'
import { planA3 } from '../a3.thin.ts'
import { headerLines, sectionMeta } from '../a3.words.ts'
import { ComparedLine, Mark, RemovedRows } from './Difference.tsx'
import { Block, ElementLink, figures } from './parts.tsx'
import { ReviewWheel } from './ReviewWheel.tsx'
import { PoliciesBlock, RolesBlock } from './RuleBlocks.tsx'
import { ScopeBlock } from './ScopeBlock.tsx'
import type { StateScope } from './ScopeEditor.tsx'
import { SheetFooter } from './SheetFooter.tsx'
import { MeasureList, RoutinesBlock } from './WorkBlocks.tsx'
import styles from './A3Sheet.module.css'

/** A line of the header that is not of the page itself; `compare` makes it the way to what has changed since that edition. */
export type HeaderLine = { label: string; text: string; compare?: string }

/**
 * The A3 of one day: scaled to the width on wide screens, reflowed on narrow ones, and exactly one A3 sheet on paper.
 * `stateScope` puts a cell in scope; absent, nothing can be changed here.
 */
export function A3Sheet({ page, line, stateScope }: { page: A3Page; line?: HeaderLine | undefined; stateScope?: StateScope | undefined }) {
  const plan = useMemo(() => planA3(page), [page])
  return (
    <div className={styles.frame}>
      <article className={styles.sheet} style={figures({ top: plan.top, bottom: plan.bottom })}>
        <SheetHeader page={page} line={line} nameSize={plan.nameSize} />
        <div className={classes(styles.band, styles.upper)}>
          <ScopeBlock page={page} plan={plan.scope} stateScope={stateScope} />
          <PoliciesBlock page={page} plan={plan.policies} />
          <RolesBlock page={page} plan={plan.roles} />
        </div>
        <div className={classes(styles.band, styles.lower)}>
          <RoutinesBlock page={page} plan={plan.routines} />
          <Block number={5} title={<Link to="/$path" params={{ path: 'measures' }}><Trans>Measures, reviews and evidence</Trans></Link>} meta={sectionMeta(page).measures.text}>
            <div className={styles.measures}>
              <MeasureList page={page} plan={plan.measures} />
              <ReviewWheel page={page} plan={plan.reviews} />
            </div>
          </Block>
        </div>
        <SheetFooter page={page} />
        <RemovedRows />
      </article>
    </div>
  )
}

function SheetHeader({ page, line: extra, nameSize }: { page: A3Page; line: HeaderLine | undefined; nameSize: number }) {
  const { organisation, smsOwner } = page
  return (
    <header className={styles.header}>
      <div className={styles.name}>
        <p className={styles.over}><Trans>Service management system</Trans><ComparedLine /></p>
        <h1 style={figures({ size: nameSize })}><Mark place="name" />{organisation.element ? <ElementLink of={organisation.element}>{organisation.name}</ElementLink> : organisation.name}</h1>
      </div>
      <p className={styles.purpose}><Mark place="purpose" />{organisation.purpose}</p>
      <dl className={styles.facts}>
        {extra && (
          <div>
            <dt>{extra.label}</dt>
            <dd>{extra.compare ? <Link to="/" search={((before: object) => ({ ...before, compare: extra.compare })) as never}>{extra.text}</Link> : extra.text}</dd>
          </div>
        )}
        {headerLines(page).map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd className={classes(line.gap && styles.gap)} title={line.label === 'Ledger' ? (page.ledger.head ?? undefined) : undefined}>
              <Mark place={line.label} />
              {line.label === 'SMS owner' && smsOwner.role ? <ElementLink of={smsOwner.role}>{line.text}</ElementLink> : line.label === 'Baseline' && page.baseline.on ? <Link to="/baselines/$baseline" params={{ baseline: 'last' }}>{line.text}</Link> : line.text}
            </dd>
          </div>
        ))}
      </dl>
    </header>
  )
}
