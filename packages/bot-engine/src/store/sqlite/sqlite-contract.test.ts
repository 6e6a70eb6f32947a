import { durableStoreContract } from '../../../test/durable-store-contract.ts'
import { SqliteStage } from '../../../test/sqlite-stage.ts'
import { type StoreStage, storeContract } from '../../../test/store-contract.ts'

const stageOf = (inThread: boolean) => async (): Promise<StoreStage> => {
  const stage = await SqliteStage.set(inThread)
  return { store: await stage.open(), reopen: () => stage.reopen(), close: () => stage.close() }
}

storeContract('sqlite in a thread', stageOf(true))
storeContract('sqlite here', stageOf(false))
durableStoreContract('sqlite in a thread', stageOf(true))
durableStoreContract('sqlite here', stageOf(false))
