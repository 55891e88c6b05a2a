import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { read, useAction } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Dialog } from '../../../web/ui/Dialog.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows } from '../../../web/ui/Facts.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { instantInWords } from '../../../web/words.ts'
import { listDeliveries, resendWebhook } from '../webhook.contract.ts'

/** What one webhook was told, newest first, and what was given up, to be sent again. */
export function Deliveries({ webhook, name, failed, onClose }: { webhook: string; name: string; failed: number; onClose: () => void }) {
  const { t } = useLingui()
  const resend = useAction(resendWebhook)
  const pages = useInfiniteQuery({
    queryKey: [listDeliveries.name, webhook],
    queryFn: ({ pageParam, signal }) => read(listDeliveries, { webhook, before: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`What ${name} was told`}
      verbs={
        <>
          {failed > 0 && <Button busy={resend.isPending} onClick={() => resend.mutate({ webhook })}><Trans>Send what was given up again</Trans></Button>}
          <Button look="primary" onClick={onClose}><Trans>Done</Trans></Button>
        </>
      }
    >
      <ProblemNote error={pages.error ?? resend.error} {...(pages.error && { retry: () => void pages.refetch() })} />
      {pages.isPending && <Waiting label={t`What was told`} rows={3} />}
      {pages.data && rows.length === 0 && <p><Trans>Nothing yet: the next thing that is recorded is told.</Trans></p>}
      <Rows>
        {rows.map((row) => {
          const queued = instantInWords(row.queuedAt)
          const next = instantInWords(row.nextAt)
          return (
            <Row
              key={row.id}
              note={<>{queued} · <Plural value={row.attempts} one="# attempt" other="# attempts" />{row.why && <> · {row.why}</>}{next && row.attempts > 0 && <> · <Trans>again {next}</Trans></>}</>}
              end={row.state === 'sent' ? <Trans>told</Trans> : row.state === 'failed' ? <Trans>given up</Trans> : <Trans>waits</Trans>}
            >
              {row.verb}
            </Row>
          )
        })}
      </Rows>
      {pages.hasNextPage && <Button look="quiet" busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}><Trans>Show more</Trans></Button>}
    </Dialog>
  )
}
