import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import type { A3Page } from '../a3.contract.ts'
import { planA3 } from '../a3.thin.ts'
import { headerLines, sectionMeta } from '../a3.words.ts'
import { Block, ElementLink, figures } from './parts.tsx'
import { ReviewWheel } from './ReviewWheel.tsx'
import { PoliciesBlock, RolesBlock } from './RuleBlocks.tsx'
import { ScopeBlock } from './ScopeBlock.tsx'
import type { StateScope } from './ScopeEditor.tsx'
import { SheetFooter } from './SheetFooter.tsx'
import { MeasureList, RoutinesBlock } from './WorkBlocks.tsx'
import styles from './A3Sheet.module.css'

/**
 * The A3 of one day: scaled to the width on wide screens, reflowed on narrow ones, and exactly one A3 sheet on paper.
 * `stateScope` puts a cell in scope; absent, nothing can be changed here.
 */
export function A3Sheet({ page, stateScope }: { page: A3Page; stateScope?: StateScope | undefined }) {
  const plan = useMemo(() => planA3(page), [page])
  return (
    <div className={styles.frame}>
      <article className={styles.sheet} style={figures({ top: plan.top, bottom: plan.bottom })}>
        <SheetHeader page={page} nameSize={plan.nameSize} />
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
      </article>
    </div>
  )
}

function SheetHeader({ page, nameSize }: { page: A3Page; nameSize: number }) {
  const { organisation, smsOwner } = page
  return (
    <header className={styles.header}>
      <div className={styles.name}>
        <p className={styles.over}><Trans>Service management system</Trans></p>
        <h1 style={figures({ size: nameSize })}>{organisation.element ? <ElementLink of={organisation.element}>{organisation.name}</ElementLink> : organisation.name}</h1>
      </div>
      <p className={styles.purpose}>{organisation.purpose}</p>
      <dl className={styles.facts}>
        {headerLines(page).map((line) => (
          <div key={line.label}>
            <dt>{line.label}</dt>
            <dd className={classes(line.gap && styles.gap)} title={line.label === 'Ledger' ? (page.ledger.head ?? undefined) : undefined}>
              {line.label === 'SMS owner' && smsOwner.role ? <ElementLink of={smsOwner.role}>{line.text}</ElementLink> : line.text}
            </dd>
          </div>
        ))}
      </dl>
    </header>
  )
}
