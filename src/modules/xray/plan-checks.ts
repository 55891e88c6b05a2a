import { bodyOf } from '../../shared/bodies.ts'
import { plan } from '../objectives/plan.ts'
import { at, each, type Check } from './check.ts'

const ended: Check = {
  id: 'plans.ended', title: 'Plan whose horizon has ended', severity: 'medium',
  why: 'People follow what was meant for a time that is over.',
  find: each('plan', (element, sight) => {
    const { toOn } = bodyOf(plan, element)
    return toOn !== null && toOn < sight.on ? at(element, `${element.title} held until ${toOn}.`, 'Plan the time to come, or retire it') : undefined
  }),
}

const testDue: Check = {
  id: 'plans.test-due', title: 'Test of a plan past its day', severity: 'medium',
  why: 'Whether the plan works is not known.',
  find: each('plan', (element, sight) =>
    bodyOf(plan, element).tests.filter((test) => test.dueOn !== null && test.dueOn < sight.on).map((test) => at(element, `"${test.what}" of ${element.title} was due on ${test.dueOn}.`, 'Do the test and set the next day'))),
}

const untested: Check = {
  id: 'plans.continuity-untested', title: 'Continuity plan without a test', severity: 'high',
  why: 'A plan that was never tried fails on the day it is needed (ISO/IEC 20000-1 8.7.2).',
  find: each('plan', (element) => {
    const { type, tests } = bodyOf(plan, element)
    return type === 'continuity' && tests.length === 0 ? at(element, `${element.title} is never tested.`, 'Add a test and when it is due') : undefined
  }),
}

/** Questions about plans. */
export const planChecks: readonly Check[] = [untested, ended, testDue]
