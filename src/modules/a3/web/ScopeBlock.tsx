import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import { ScopeMark } from '../../../web/ui/Marks.tsx'
import type { A3Page, ScopeSupplier } from '../a3.contract.ts'
import type { ScopePlan } from '../a3.thin.scope.ts'
import { scopeGapText, scopeMeta, supplierText } from '../a3.words.ts'
import { Mark } from './Difference.tsx'
import { Block, ElementLink, figures, GapNote, More, Note } from './parts.tsx'
import { ScopeEditor, type ScopePlace, type StateScope } from './ScopeEditor.tsx'
import { ScopeMatrix } from './ScopeMatrix.tsx'
import styles from './Scope.module.css'

type ScopeBlockProps = { page: A3Page; plan: ScopePlan; stateScope?: StateScope | undefined }

export function ScopeBlock({ page, plan, stateScope }: ScopeBlockProps) {
  return (
    <Block number={1} title={<Link to="/scope"><Trans>Scope</Trans></Link>} meta={scopeMeta(page.scope.counts)} className={styles.scope}>
      {page.notes.scope ? <Note>{page.notes.scope} {page.live && <Link to="/$path/new" params={{ path: 'services' }}><Trans>Add a service</Trans></Link>}</Note> : <Stated {...{ page, plan, stateScope }} />}
    </Block>
  )
}

function Stated({ page, plan, stateScope }: ScopeBlockProps) {
  const { scope } = page
  const [open, setOpen] = useState({ rows: false, columns: false, suppliers: false })
  const [told, setTold] = useState<string | null>(null)
  const [edited, setEdited] = useState<{ place: ScopePlace; anchor: HTMLElement } | null>(null)
  const shownColumns = new Set(plan.columns.map((column) => column.id))
  const gapText = scopeGapText(page)
  const gap = gapText && <GapNote gaps={page.gaps.filter((one) => one.section === 'scope')} text={gapText} />
  return (
    <>
      <p className={styles.sentence} style={figures({ lines: plan.sentenceLines })}><Mark place="scope sentence" />{scope.sentence}</p>
      <div className={styles.sideways}>
        <ScopeMatrix
          rows={open.rows ? scope.rows : scope.rows.slice(0, plan.onScreen.rows)} columns={open.columns ? scope.columns : plan.columns} plan={plan}
          onPaper={{ rows: plan.rows.length, columns: shownColumns }} onTell={setTold}
          onEdit={stateScope && ((place, anchor) => setEdited({ place, anchor }))}
        />
      </div>
      <More text={plan.more} onScreen={plan.onScreen.more} open={open.rows} onToggle={() => setOpen({ ...open, rows: !open.rows })} />
      <More text={plan.moreColumns} open={open.columns} onToggle={() => setOpen({ ...open, columns: !open.columns })} />
      <div className={styles.legend}>
        {told === null ? <Legend /> : <span className={styles.told}>{told}</span>}
        {told === null && plan.gapLines === 0 && gap}
      </div>
      {plan.gapLines > 0 && <div className={styles.gaps}>{gap}</div>}
      <Suppliers all={scope.suppliers} plan={plan} open={open.suppliers} onToggle={() => setOpen({ ...open, suppliers: !open.suppliers })} />
      {edited && stateScope && <ScopeEditor key={`${edited.place.service.id} ${edited.place.column.id}`} {...edited} stateScope={stateScope} onClose={() => setEdited(null)} />}
    </>
  )
}

function Legend() {
  const { t } = useLingui()
  const words = { in: t`in scope`, partly: t`partly`, 'not yet': t`not yet` }
  return (
    <ul className={styles.marks}>
      {(['in', 'partly', 'not yet'] as const).map((state) => <li key={state}><span aria-hidden="true"><ScopeMark state={state} /></span> {words[state]}</li>)}
    </ul>
  )
}

type SuppliersProps = { all: readonly ScopeSupplier[]; plan: ScopePlan; open: boolean; onToggle: () => void }

function Suppliers({ all, plan, open, onToggle }: SuppliersProps) {
  if (all.length === 0) return null
  const shown = open ? all : plan.suppliers
  return (
    <div className={styles.suppliers}>
      <span className={styles.suppliersLabel}><Trans>Suppliers</Trans></span>
      {shown.map((one, at) => (
        <Fragment key={one.supplier.id}>
          {at > 0 && <span className={classes(styles.dot, !plan.suppliers.includes(one) && styles.extra)}>·</span>}
          <span className={classes(!plan.suppliers.includes(one) && styles.extra)}>
            <Mark place={one.supplier.id} /><strong><ElementLink of={one.supplier} /></strong>{' '}
            <span className={classes((one.statement === null || one.statement.late) && styles.wanting)} title={one.statement?.reason ?? undefined}>{supplierText(one)}</span>
          </span>
        </Fragment>
      ))}
      {plan.moreSuppliers && <span className={styles.dot}>·</span>}
      <More inline text={plan.moreSuppliers} open={open} onToggle={onToggle} />
    </div>
  )
}
