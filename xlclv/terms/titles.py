"""What our files are called in their own properties, by which an earlier output is known again."""

MAKER = "xlclv"
SUMMARY = "Customer lifetime value summary"
COUNTED = "Orders to come"
DESCRIBED = "What customers have bought so far"
CONTRACTS = "Contracts"
SCORES = "Every customer's numbers"
# Workbooks that hold what we worked out; templates hold what somebody filled in.
REPORTS = (SUMMARY, COUNTED, DESCRIBED, CONTRACTS, SCORES)
