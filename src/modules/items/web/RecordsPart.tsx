import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { useSession } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { instantInWords } from '../../../web/words.ts'
import { recordQueries } from '../../work/record.contract.ts'
import styles from './Items.module.css'

/** Records that are about an item, those opened last first, fifty at a time. */
export function RecordsPart({ item }: { item: string }) {
  const { t } = useLingui()
  const zone = useSession().data?.organisation?.timeZone
  const [pages, setPages] = useState<readonly string[]>([])
  const after = pages.at(-1)
  const { data, error } = useQueryOf(recordQueries.ofItem, { item, ...(after && { after }) })
  if (error) return <ProblemNote error={error} />
  if (!data) return null
  return (
    <Section title={<Trans>Records</Trans>}>
      {data.rows.length === 0 && <p className={styles.soft}><Trans>No record is about it. Name it as the configuration item of an incident or a change.</Trans></p>}
      <Rows label={t`Records`}>
        {data.rows.map((row) => (
          <Row key={row.id} end={instantInWords(row.openedAt, zone)} note={`${row.routine.title} · ${row.state.name}${row.open ? '' : ` · ${t`closed`}`}`}>
            <KeyLink elementKey={row.key}>{row.key}</KeyLink> {row.title}
          </Row>
        ))}
      </Rows>
      {(pages.length > 0 || data.next) && (
        <p>
          {pages.length > 0 && <Button small onClick={() => setPages(pages.slice(0, -1))}><Trans>Newer</Trans></Button>}{' '}
          {data.next && <Button small onClick={() => setPages([...pages, data.next!])}><Trans>Older</Trans></Button>}
        </p>
      )}
    </Section>
  )
}
