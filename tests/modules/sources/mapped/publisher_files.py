"""Files whose columns are called otherwise than most, and files of which the table has to be asked."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, text_bytes

PUBLISHER_FILES = (
    CityFile(
        "inspectionreports.csv", text_bytes("""
"TrackingNumber","InspectionDate","InspType","NumCritical","NumNonCritical","HazardRating","ViolLump"
"AB-1","20240131","Routine",0,0,"Low",
"AB-1","20240201","Follow-Up",2,1,"Moderate","205,Critical,Cold food above 4 C,Not|209,Not Critical,Dust,Not"
"AB-2","20240213","Routine",6,8,"High","201,Critical,Pests,Not Repeat"
"""), "inspections", 3, {"premises_id": "TrackingNumber", "inspected_on": "InspectionDate", "kind": "InspType",
                         "critical_count": "NumCritical", "minor_count": "NumNonCritical", "result": "HazardRating"},
        {"premises_id": "AB-1", "result": "pass", "kind": "routine", "critical_count": "0", "minor_count": "0"},
    ),
    CityFile(
        "food_visits.csv", text_bytes("""
FACILITYID,FACILITYNAME,ADDRESS,INSPECTIONID,INSPECTIONDATE,INSPTYPE,INSPRESULT,NUMCRITVIOL,NUMNONCRITVIOL
1,CAFE A,1 COLFAX,5001,2023-05-14,ROUTINE,PASS,0,2
2,CAFE B,2 COLFAX,5002,2023-05-30,FOLLOW-UP,FAIL,3,2
"""), "inspections", 2, {"inspection_id": "INSPECTIONID", "name": "FACILITYNAME", "inspected_on": "INSPECTIONDATE",
                         "result": "INSPRESULT", "critical_count": "NUMCRITVIOL"},
        {"inspection_id": "5001", "result": "pass", "minor_count": "2"},
    ),
    CityFile(
        "best_grade_is_one.csv", text_bytes("""
Facility ID,Facility Name,Inspection Date,Grade
1,CAFE A,2023-05-14,1
2,CAFE B,2023-05-30,4
"""), "inspections", 2, {"result": "Grade"}, asks=("grades up to 4",),
    ),
    CityFile(
        "borough.csv", text_bytes("""
id,paid_by,date,transaction_id,amount,paid_to,spending_area
1,Borough of Riverton,2024-01-01,405869,898.64,ADT PLC,Childrens Services
2,Borough of Riverton,2024-01-01,405870,517.85,ADT PLC,Resident Services
3,Borough of Riverton,2024-01-02,417742,112.50,ALARM LTD,Finance
"""), "payments", 3, {"payee": "paid_to", "paid_on": "date", "amount_lcu": "amount", "department": "spending_area"},
        {"payee_id": "adt-plc", "amount_lcu": "898.64"},
    ),
    CityFile(
        "clearings.csv", text_bytes("""
Vendor ID,Vendor Name,Expenditure Account Code Description,Document No,Directorate,Service Expenditure Analysis,net,paid
155,BOROUGH OF EAST,Grants to Organisations,5107,Housing,Affordable Homes,1200.50,2024-04-02
156,ACE LTD,Consultants,5108,Transport,Cycle Lanes,900.00,2024-04-03
"""), "payments", 2, {"payee_id": "Vendor ID", "payee": "Vendor Name", "paid_on": "paid",
                      "account": "Expenditure Account Code Description", "department": "Directorate",
                      "programme": "Service Expenditure Analysis", "document_number": "Document No"},
        {"paid_on": "2024-04-02", "amount_lcu": "1200.5"},
    ),
    CityFile(
        "purchases.csv", text_bytes("""
Dept,Vendor No,Vendor,Inv No,Inv Date,Pmt Date,Inv Amt,Acct Desc
Housing,100,ACE LTD,I1,2024-01-03,2024-01-31,700.00,Repairs
Parks,101,TREE CO,I2,2024-01-09,2024-02-08,1700.00,Trees
"""), "payments", 2, {"department": "Dept", "payee_id": "Vendor No", "payee": "Vendor", "document_number": "Inv No",
                      "paid_on": "Pmt Date", "amount_lcu": "Inv Amt", "account": "Acct Desc"},
        {"paid_on": "2024-01-31", "amount_lcu": "700.0"},
    ),
    CityFile(
        "pef.csv", text_bytes("""
id,RAMO,UR,GF,OG,IMPORTE PEF,DATE,FROM
1,01 Poder Legislativo,200 Senado,Gobierno,6200 Obra,580000000,2011-01-01
2,01 Poder Legislativo,100 Diputados,Gobierno,6200 Obra,144000000,2011-01-01
"""), "budget_lines", 2, {"department": "RAMO", "amount_lcu": "IMPORTE PEF", "fiscal_year": "DATE"},
        {"fiscal_year": "2011", "amount_lcu": "580000000.0"}, says=("FROM is left out",),
    ),
    CityFile(
        "operating_budget.csv", text_bytes("""
Program,Service,Expense/Revenue,Category Name,Commitment item,2024
Fire Services,Fire Rescue,Expenses,Materials,2010 Fuel,2345.00
Transit,Buses,Expenses,Salaries,1015 Salaries,12345.67
"""), "budget_lines", 2, asks=("which column is department",),
    ),
    CityFile(
        "年度預算.csv", text_bytes("""
年度,機關名稱,科目名稱,預算數
113,教育局,一般行政,1000000
114,衛生局,醫療保健,2000000
"""), "budget_lines", 2, {"fiscal_year": "年度", "department": "機關名稱"}, {"fiscal_year": "2024"},
        says=("Minguo era",), city="sanya",
    ),
    CityFile(
        "estimates.csv", text_bytes("""
Department,Budget Head,Budget Estimates 2022-23,Budget Estimates 2023-24
Roads,Road works,200000,300000
Health,Medicines,60000,70000
"""), "budget_lines", 2, {"amount_lcu": "Budget Estimates 2023-24"}, {"fiscal_year": "2024", "amount_lcu": "300000.0"},
        says=("from the name of the column Budget Estimates 2023-24",),
    ),
    CityFile(
        "penalties.csv", text_bytes("""
Trade name of party served,Suburb,Penalty notice number,Date of offence alleged,Penalty notice value,Offence code
CAFE ONE,HURSTVILLE,3136000001,2023-05-14,880,11339
BAR TWO,AUBURN,3136000002,2023-05-30,440,11338
"""), "observations", 2, asks=("is this observations?",),
    ),
    CityFile(
        "violations.csv", text_bytes("""
business_id,date,code,description
10,20140114,103157,Food handler card not available
19,20141110,103154,Unclean floors
"""), "violations", 2, {"violation_description": "description"}, asks=("how grave are the violations?",),
    ),
    CityFile(
        "events.csv", text_bytes("""
id,date,type,latitude,longitude
1,2024-03-01,Burglary,40.05,10.05
2,2024-03-02,Theft,40.06,10.05
"""), "requests", 2, asks=("is this requests?",),
    ),
    CityFile(
        "open_and_close.csv", text_bytes("""
Department;Service request type;Status;Last modified timestamp;Service request open timestamp;Service request close date
ENG;Missed Bin;Close;2024-01-04T18:00:00+00:00;2024-01-02T08:15:00+00:00;2024-01-04
DBL;Animal;Open;2024-01-22T18:00:00+00:00;2024-01-22T09:15:00+00:00;
"""), "requests", 2, {"requested_datetime": "Service request open timestamp", "status": "Status",
                      "closed_datetime": "Service request close date", "service_name": "Service request type"},
        {"status": "closed"},
    ),
)  # fmt: skip
