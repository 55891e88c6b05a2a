import { circlesOf } from '../operating-model/circles.ts'
import { at, each, type Check } from './check.ts'

const circle: Check = {
  id: 'units.circle', title: 'Circle of units', severity: 'medium',
  why: 'A unit cannot be part of itself; nobody knows who is above.',
  find: (sight) =>
    circlesOf(sight.of('unit'), (element) => sight.ends(element, 'partOf')).map((round) =>
      at(round[0]!, `${[...round, round[0]!].map((element) => element.title).join(' → ')} are part of each other.`, 'Take one of the links out')),
}

const alone: Check = {
  id: 'units.no-parent', title: 'Unit outside the tree', severity: 'low',
  why: 'Others are part of something; nobody can say where this one belongs.',
  find: (sight) => {
    const units = sight.of('unit')
    const inTree = units.filter((unit) => sight.ends(unit, 'partOf').length > 0)
    if (inTree.length === 0) return []
    return units.filter((unit) => sight.ends(unit, 'partOf').length === 0 && sight.into(unit, 'partOf').length === 0).map((unit) => at(unit, `${unit.title} is part of no unit and contains none.`, 'Link the unit above it'))
  },
}

const idle: Check = {
  id: 'units.idle', title: 'Unit that provides nothing', severity: 'low',
  why: 'Either a service forgets who provides it, or the unit does not belong here.',
  find: each('unit', (element, sight) => {
    const busy = sight.ends(element, 'provides').length + sight.ends(element, 'operates').length + sight.into(element, 'partOf').length
    return busy > 0 ? undefined : at(element, `${element.title} provides no service and operates no routine.`, 'Link what it provides or operates')
  }),
}

/** Questions about the parts of the organisation. */
export const unitChecks: readonly Check[] = [circle, alone, idle]
