import { z } from 'zod'
import { actionContract } from '../../shared/contract.ts'
import { reference } from '../../shared/ids.ts'
import { recordReceipt } from './record.contract.ts'

/** What time sets off: taken by the clock alone. */
export const fireContract = actionContract({ name: 'record.fire', title: 'Let a clock act', input: z.strictObject({ record: reference }), output: recordReceipt })
