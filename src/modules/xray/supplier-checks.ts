import { bodyOf } from '../../shared/bodies.ts'
import type { SystemElement } from '../../shared/system.ts'
import { agreement } from '../operating-model/agreement.ts'
import { supplier } from '../operating-model/supplier.ts'
import { nearFrom } from './agreement-checks.ts'
import { at, each, type Check } from './check.ts'
import type { Sight } from './sight.ts'

function hasContract(element: SystemElement, sight: Sight): boolean {
  const { contract, contractFromOn } = bodyOf(supplier, element)
  return contract !== '' || contractFromOn !== null || sight.into(element, 'binds').some(({ from }) => bodyOf(agreement, from).type === 'contract')
}

const noContract: Check = {
  id: 'suppliers.no-contract', title: 'Critical supplier without contract', severity: 'high',
  why: 'A service that matters rests on somebody who owes nothing.',
  find: each('supplier', (element, sight) => {
    const { criticality } = bodyOf(supplier, element)
    if (criticality === null || criticality > 2 || hasContract(element, sight)) return undefined
    return at(element, `${element.title} has criticality ${criticality} and no contract is known.`, 'Say where the contract is and since when it holds')
  }),
}

const ended: Check = {
  id: 'suppliers.contract-ended', title: 'Supplier whose contract has ended', severity: 'high',
  why: 'It supplies without being bound to anything.',
  find: each('supplier', (element, sight) => {
    const { contractToOn } = bodyOf(supplier, element)
    return contractToOn !== null && contractToOn < sight.on ? at(element, `The contract of ${element.title} ended on ${contractToOn}.`, 'Renew it, or retire the supplier') : undefined
  }),
}

const ending: Check = {
  id: 'suppliers.contract-ending', title: 'Contract that ends within its notice', severity: 'medium',
  why: 'After this it renews itself, or cannot be replaced in time.',
  find: each('supplier', (element, sight) => {
    const { contractToOn, notice } = bodyOf(supplier, element)
    if (contractToOn === null || contractToOn < sight.on || nearFrom(contractToOn, notice) > sight.on) return undefined
    return at(element, `The contract of ${element.title} ends on ${contractToOn}${notice ? ', within its notice' : ''}.`, 'Decide whether it is renewed')
  }),
}

const noFollowUp: Check = {
  id: 'suppliers.no-follow-up', title: 'Supplier without a follow-up cadence', severity: 'medium',
  why: 'Nobody looks at what it delivers until something breaks.',
  find: each('supplier', (element, sight) => {
    const followed = element.reviewEvery !== null || sight.into(element, 'reviews').length > 0
    return followed ? undefined : at(element, `Nobody has agreed how often ${element.title} is followed up.`, 'Say how often it is reviewed')
  }),
}

const noExpectation: Check = {
  id: 'suppliers.no-expectation', title: 'Supplier of whom nothing is expected', severity: 'low',
  why: 'What was never said cannot be asked for.',
  find: each('supplier', (element) => (bodyOf(supplier, element).expectations.length > 0 ? undefined : at(element, `No expectation of ${element.title} is written down.`, 'Write down what you expect of it'))),
}

/** Questions about those outside on whom services depend. */
export const supplierChecks: readonly Check[] = [noContract, ended, ending, noFollowUp, noExpectation]
