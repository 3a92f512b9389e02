"""SIE 4, the Swedish exchange format of bookkeeping: records of a label and fields, vouchers in braces."""
