import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { dayInWords } from '../../../web/words.ts'
import { findQuery, weightQuery } from '../xray.contract.ts'
import { Findings } from './Findings.tsx'
import { SignsPart } from './SignsPart.tsx'
import { WeightPart } from './WeightPart.tsx'

/** Where the system does not hold together, what could be dropped, and whether it is alive. */
export function XrayPage() {
  const { t } = useLingui()
  const [tab, setTab] = useState('findings')
  const { data: found, error, refetch } = useQueryOf(findQuery, {})
  const { data: weight } = useQueryOf(weightQuery, {})
  const count = found?.checks.reduce((sum, check) => sum + check.count, 0)
  return (
    <Page name={t`X-ray`} subtitle={found ? <Trans>{found.checks.length} questions, asked of {found.elements} elements as of {dayInWords(found.asOf)}</Trans> : <Trans>Where the system does not hold together</Trans>}>
      {error && <PageProblem error={error} retry={() => void refetch()} />}
      {!found && !error && <Waiting label={t`X-ray`} />}
      {found && (
        <Tabs
          label={t`What the X-ray shows`}
          value={tab}
          onChange={setTab}
          tabs={[
            { id: 'findings', label: t`Findings`, ...(count !== undefined && { count }), content: <Findings found={found} /> },
            { id: 'weight', label: t`Could be dropped`, ...(weight && { count: weight.droppable.length }), content: <WeightPart /> },
            { id: 'signs', label: t`Vital signs`, content: <SignsPart /> },
          ]}
        />
      )}
    </Page>
  )
}
