import { describe, expect, test } from 'vitest'
import { connect } from './connect.ts'

describe('a PostgreSQL address', () => {
  test.each([
    ['postgres://wellrun@localhost/wellrun?host=%2Frun%2Fpg', { path: '/run/pg/.s.PGSQL.5432', database: 'wellrun', user: 'wellrun' }],
    ['postgres://wellrun@/wellrun?host=/run/pg&port=5433', { path: '/run/pg/.s.PGSQL.5433', database: 'wellrun', user: 'wellrun' }],
    ['postgresql:///wellrun?host=/run/pg&user=me', { path: '/run/pg/.s.PGSQL.5432', database: 'wellrun', user: 'me' }],
    ['postgres://me:secret@db.example.org:6432/wellrun', { host: ['db.example.org'], port: [6432], database: 'wellrun', user: 'me', pass: 'secret' }],
  ])('%s is understood', (url, expected) => {
    expect(connect(url).options).toMatchObject(expected)
  })

  test('keeps what it says beside the place', () => {
    expect(connect('postgres://me@localhost/wellrun?host=/run/pg&application_name=x').options.connection).toMatchObject({ application_name: 'x' })
    expect(connect('postgres://me@localhost/wellrun?host=/run/pg').options.connection).not.toHaveProperty('host')
  })
})
