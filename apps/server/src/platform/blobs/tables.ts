declare module '../database/tables.ts' {
  interface TenantTables {
    blob: {
      merchant_id: string;
      object_id: string;
      version: number;
      part: number;
      parts: number;
      bytes: number;
      sealed: Buffer;
    };
  }
}

export {};
