import { useLingui } from '@lingui/react/macro'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { PersonField } from '../../../web/settings/PersonField.tsx'
import type { Option } from '../../../web/ui/option.ts'
import type { PlaceName } from './ways.ts'

type PlaceInputProps = { place: PlaceName; value: Option | null; onChange: (value: Option | null) => void; fault?: string | undefined; required?: boolean; hideLabel?: boolean }

export function usePlaceWords(): Record<PlaceName, string> {
  const { t } = useLingui()
  return { service: t`Service`, configurationItem: t`Configuration item`, unit: t`Unit`, location: t`Location`, supplier: t`Supplier`, requester: t`Asked for by` }
}

/** Chooses the service, unit, supplier … that a record is about, or the person who asked. */
export function PlaceInput({ place, value, onChange, fault, required, hideLabel }: PlaceInputProps) {
  const label = usePlaceWords()[place]
  const common = { label, fault, ...(required ? { required } : !hideLabel && { optional: true }), ...(hideLabel && { hideLabel }) }
  if (place === 'requester') return <PersonField {...common} value={value} onChange={onChange} />
  return <ElementField {...common} kinds={[place === 'configurationItem' ? 'item' : place]} value={value as Picked | null} onChange={onChange} />
}
