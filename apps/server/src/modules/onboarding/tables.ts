export type DocumentStatus = 'approved' | 'pending' | 'rejected';

declare module '../../platform/database/tables.ts' {
  interface TenantTables {
    document: {
      merchant_id: string;
      id: string;
      type: string;
      status: DocumentStatus;
      country: string;
      legal_entity_id: string | null;
      brand: string | null;
      markets: string[];
      category: string | null;
      listing_ids: string[];
      valid_from: string | null;
      valid_until: string | null;
      valid_at: Date | null;
      expires_at: Date | null;
      version: number;
      created_at: Date;
      updated_at: Date;
    };
    document_file: {
      merchant_id: string;
      document_id: string;
      version: number;
      name: Buffer;
      media_type: string;
      bytes: number;
      sha256: string;
      uploaded_at: Date;
    };
    compliance_rule: {
      merchant_id: string;
      id: string;
      market: string;
      category: string | null;
      document_type: string;
      from_day: string;
      from_at: Date;
      created_at: Date;
    };
  }
}
