import { Plural, Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ElementView } from '../../shared/element.contract.ts'
import type { KindForm } from '../forms/form.ts'
import { StateMark } from '../ui/Marks.tsx'
import { dayInWords } from '../words.ts'
import { ContentDiff } from './ContentDiff.tsx'
import { contentOfDraft, contentOfView } from './content.ts'
import styles from './NextStep.module.css'
import type { WebKind } from './kinds.ts'

/** What stands between the element and being complete: a draft with what it lacks, and how it differs from what is in force. */
export function NextStep({ kind, view, form }: { kind: WebKind; view: ElementView; form: KindForm }) {
  const { draft, coming } = view
  if (!draft && !coming && !view.missing.length) return null
  const by = draft?.by?.name
  const on = dayInWords(draft?.at)
  return (
    <section className={styles.next}>
      <Coming view={view} />
      {draft && (
        <p>
          {draft.retiring ? (
            <Trans>It is proposed to retire this.</Trans>
          ) : view.version > 0 ? (
            <Trans>A change is drafted. What is in force stays until the draft is put in force.</Trans>
          ) : (
            <Trans>This is a draft. It holds from the moment it is put in force.</Trans>
          )}{' '}
          {by && (
            <span className={styles.by}>
              <Trans>Last written by {by}, {on}.</Trans>
            </span>
          )}
        </p>
      )}
      {view.missing.length > 0 && (
        <div>
          <p>
            <StateMark state="watch">
              <Plural value={view.missing.length} one="One thing is missing:" other="# things are missing:" />
            </StateMark>
          </p>
          <ul className={styles.missing}>
            {view.missing.map((fault, at) => (
              <li key={at}>{fault.message}</li>
            ))}
          </ul>
          {view.abilities.includes(`${kind.kind}.draft`) && (
            <Link to="/$path/$element/edit" params={{ path: kind.path, element: view.key }}>
              <Trans>Fill it in</Trans>
            </Link>
          )}
        </div>
      )}
      {draft && view.version > 0 && !draft.retiring && (
        <details className={styles.changes}>
          <summary>
            <Trans>What would change</Trans>
          </summary>
          <ContentDiff before={contentOfView(view)} after={contentOfDraft(draft)} form={form} />
        </details>
      )}
    </section>
  )
}

/** What is approved for a later day. */
function Coming({ view: { coming, version } }: { view: ElementView }) {
  if (!coming) return null
  const from = dayInWords(coming.on)
  return (
    <p>
      {coming.status === 'retired' ? (
        <Trans>It is approved to retire this; it holds until {from}.</Trans>
      ) : version > 0 ? (
        <Trans>A later version is approved. It holds from {from}; until then this one does.</Trans>
      ) : (
        <Trans>This is approved. It holds from {from}.</Trans>
      )}
    </p>
  )
}
