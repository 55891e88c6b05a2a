import type { ElementView } from '../../../shared/element.contract.ts'
import { OutageStrip } from '../../outages/web/OutageStrip.tsx'
import { ServicePromise } from './ServicePromise.tsx'

/** What a service's page adds to its content: what it promises, and when it was not there. */
export function ServiceSections({ element }: { element: ElementView }) {
  return (
    <>
      <ServicePromise element={element} />
      <OutageStrip element={element} />
    </>
  )
}
