import { Trans } from '@lingui/react/macro'
import type { SampleView } from '../item.contract.ts'

const percent = (share: number) => Math.round(share * 1000) / 10

/** How many of a sample are right, as a share with its interval at 95 %. */
export function ShareRight({ result }: { result: SampleView['result'] }) {
  const { looked, size, right, share, interval } = result
  if (share === null || interval === null) return <Trans>0 of {size} looked at</Trans>
  const [all, from, to] = [percent(share), percent(interval.from), percent(interval.to)]
  return <><Trans>{right} of {looked} right: {all} %, between {from} and {to} %</Trans>{looked < size && <> · <Trans>{looked} of {size} looked at</Trans></>}</>
}
