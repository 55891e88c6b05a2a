import { Webhooks } from '../../modules/webhooks/web/Webhooks.tsx'
import { Sources } from './Sources.tsx'

/** What comes in from other tools, and what goes out to them. */
export function Connections() {
  return (
    <>
      <Sources />
      <Webhooks />
    </>
  )
}
