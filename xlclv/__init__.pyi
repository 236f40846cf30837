from xlclv.errors import InputError as InputError
from xlclv.errors import NotIdentifiedError as NotIdentifiedError
from xlclv.errors import OutputError as OutputError
from xlclv.face import build_report as build_report
from xlclv.face import fit as fit
from xlclv.face import read_orders as read_orders
from xlclv.face import score as score
from xlclv.face import summarise as summarise
from xlclv.formulas.simple import clv as clv
from xlclv.orders.reading import Orders as Orders
from xlclv.orders.summary import CustomerSummary as CustomerSummary
from xlclv.report import Report as Report
from xlclv.valuation.customers import Fits as Fits
from xlclv.workbook import write

write_workbook = write
__version__: str
__all__: list[str]
