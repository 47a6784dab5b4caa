"""Files of inspections, money and accounts, and all that there are."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, text_bytes
from tests.modules.sources.mapped.lookalike_files import LOOKALIKES
from tests.modules.sources.mapped.odd_files import ODD_FILES
from tests.modules.sources.mapped.publisher_files import PUBLISHER_FILES
from tests.modules.sources.mapped.request_files import REQUESTS
from tests.modules.sources.mapped.shaped_files import SHAPED
from tests.modules.sources.mapped.two_sided_files import TWO_SIDED
from tests.modules.sources.mapped.world_files import WORLD_FILES

INSPECTIONS = (
    CityFile(
        "chicago_food.csv", text_bytes("""
Inspection ID,DBA Name,AKA Name,License #,Facility Type,Risk,Address,City,Inspection Date,Inspection Type,Results,Violations,Latitude,Longitude
2345,CAFE ONE,CAFE,111,Restaurant,Risk 1 (High),1 MAIN ST,CHICAGO,01/31/2024,Canvass,Pass w/ Conditions,3. X | 4. Y,40.05,10.05
2346,BAR TWO,BAR,112,Bakery,Risk 3 (Low),2 MAIN ST,CHICAGO,02/01/2024,Complaint Re-Inspection,Out of Business,,40.06,10.05
"""), "inspections", 2, {"premises_id": "License #", "name": "DBA Name", "result": "Results", "kind": "Inspection Type"},
        {"inspection_id": "2345", "result": "pass_with_conditions", "kind": "routine", "inspected_on": "2024-01-31"},
    ),
    CityFile(
        "nyc_restaurants.csv", text_bytes("""
CAMIS,DBA,BORO,BUILDING,STREET,CUISINE DESCRIPTION,INSPECTION DATE,ACTION,VIOLATION CODE,VIOLATION DESCRIPTION,CRITICAL FLAG,SCORE,GRADE,INSPECTION TYPE,Latitude,Longitude
30001,CAFE ONE,Manhattan,1,MAIN,American,01/31/2024,Violations were cited in the following area(s).,04L,Evidence of mice,Critical,12,A,Cycle Inspection / Initial Inspection,40.05,10.05
30001,CAFE ONE,Manhattan,1,MAIN,American,01/31/2024,Violations were cited in the following area(s).,10F,Surface not clean,Not Critical,12,A,Cycle Inspection / Initial Inspection,40.05,10.05
30002,BAR TWO,Brooklyn,2,MAIN,Irish,02/13/2024,Violations were cited in the following area(s).,04L,Evidence of mice,Critical,30,Z,Cycle Inspection / Re-inspection,40.06,10.05
"""), "inspections", 3, {"premises_id": "CAMIS", "name": "DBA", "violation_code": "VIOLATION CODE",
                         "violation_severity": "CRITICAL FLAG", "result": "GRADE"},
        {"premises_id": "30001", "result": "pass", "critical_count": "1", "minor_count": "1"},
        aside=1, says=("'Z' (1 rows)",),
    ),
    CityFile(
        "uk_ratings.csv", text_bytes("""
FHRSID,BusinessName,BusinessType,AddressLine1,PostCode,RatingValue,RatingDate,LocalAuthorityName,Geocode.Longitude,Geocode.Latitude
1,Cafe One,Restaurant/Cafe/Canteen,1 High St,E1,5,2024-01-31,Riverton,10.05,40.05
2,Bar Two,Pub/bar/nightclub,2 High St,E1,1,2023-11-30,Riverton,10.06,40.05
3,New Three,Takeaway/sandwich shop,3 High St,E1,AwaitingInspection,,Riverton,10.06,40.05
4,Shop Four,Retailers - other,4 High St,E1,Exempt,,Riverton,10.06,40.05
"""), "inspections", 4, {"premises_id": "FHRSID", "name": "BusinessName", "result": "RatingValue",
                         "inspected_on": "RatingDate", "lat": "Geocode.Latitude"},
        {"premises_id": "1", "result": "pass"}, aside=2, says=("AwaitingInspection",),
    ),
    CityFile(
        "scores.csv", text_bytes("""
business_id,business_name,address,inspection_date,inspection_score,inspection_type
1,Cafe,1 St,20240131,92,Routine - Unscheduled
2,Bar,2 St,20240201,71,Routine - Unscheduled
"""), "inspections", 2, {"result": "inspection_score"}, asks=("Say --pass 0-13 where few points are good",),
    ),
    CityFile(
        "china_food.csv", text_bytes("""
检查单号,被检查单位,经营地址,主体业态,检查日期,检查类型,检查结果
J1,海边餐厅,解放路1号,餐饮服务,2024年1月31日,日常监督检查,符合
J2,山顶面馆,和平路2号,餐饮服务,2024年2月1日,投诉举报,责令整改
"""), "inspections", 2, {"name": "被检查单位", "result": "检查结果", "kind": "检查类型"},
        {"result": "pass", "inspected_on": "2024-01-31", "kind": "routine"}, city="sanya",
    ),
)  # fmt: skip

MONEY = (
    CityFile(
        "london_spend_500.csv", text_bytes("""
Expenditure over £500,,,,
Supplier Name,Directorate,Expenditure Type,Transaction Number,Payment Date,Net Amount
ACME LTD,Resources,IT,5100001,31-Jan-24,"1,234.50"
ACME LTD,Resources,IT,5100001,31-Jan-24,(200.00)
Bob & Sons,Housing,Repairs,5100002,01-Feb-24,£750.00
"""), "payments", 3, {"payee": "Supplier Name", "department": "Directorate", "paid_on": "Payment Date",
                      "amount_lcu": "Net Amount", "account": "Expenditure Type"},
        {"payee_id": "acme-ltd", "amount_lcu": "1234.5", "paid_on": "2024-01-31"}, says=("header is line 2",),
    ),
    CityFile(
        "gla_payments.csv", text_bytes("""
Vendor ID,Vendor Name,Directorate,Expenditure Account Code Description,Doc No,Amount,Clearing Date
V1,ALPHA,Growth,Fees,D1,12000.00,30 Jan 2024
V2,BETA,Growth,Rent,D2,-500.00,31 Jan 2024
"""), "payments", 2, {"payee_id": "Vendor ID", "payee": "Vendor Name", "document_number": "Doc No",
                      "paid_on": "Clearing Date"}, {"amount_lcu": "12000.0", "paid_on": "2024-01-30"},
    ),
    CityFile(
        "pagamentos.csv", text_bytes("""
Data Pagamento;Favorecido;Órgão;Valor Pago
31/01/2024;Empresa A;Secretaria da Saúde;R$ 1.234,56
01/02/2024;Empresa B;Secretaria da Educação;R$ 2.000,00
"""), "payments", 2, {"payee": "Favorecido", "amount_lcu": "Valor Pago"}, {"amount_lcu": "1234.56"},
        says=("decimal commas",),
    ),
    CityFile(
        "budget.csv", text_bytes("""
Fiscal Year,Department Number,Department Description,Appropriation Account Description,2024 Ordinance (Amount $)
2024,1,MAYOR,SALARIES,1000
2024,2,POLICE,SALARIES,5000
"""), "budget_lines", 2, {"fiscal_year": "Fiscal Year", "department": "Department Description"},
        {"fiscal_year": "2024", "department_id": "1", "amount_lcu": "1000.0", "phase": "approved"},
    ),
    CityFile(
        "部门预算2024.csv", text_bytes("""
单位名称,功能科目,预算数（万元）
教育局,教育支出,1200.5
卫生健康局,卫生健康支出,800
"""), "budget_lines", 2, {"department": "单位名称", "amount_lcu": "预算数（万元）"},
        {"fiscal_year": "2024", "amount_lcu": "12005000.0"}, says=("from the file's name", "10,000"), city="sanya",
    ),
    CityFile(
        "financial_years.csv", text_bytes("""
Financial Year,Directorate,Category,Approved Budget
2023/24,Adults,Care,"1,000,000"
2024/25,Adults,Care,"1,100,000"
"""), "budget_lines", 2, {"fiscal_year": "Financial Year"}, {"fiscal_year": "2024", "amount_lcu": "1000000.0"},
    ),
    CityFile(
        "revenue.csv", text_bytes("""
Fiscal Year,Revenue Source,Estimated Revenue,Actual Revenue
2024,Property tax,100,98
2024,Sales tax,50,55
"""), "revenue_lines", 2, {"revenue_source": "Revenue Source"}, {"actual_lcu": "98.0"},
    ),
    CityFile(
        "balances.csv", text_bytes("""
Month,Measure,Amount
2024-01,cash,100
2024-01,debt,900
"""), "balances", 2, {}, {"month": "2024-01-01", "measure": "cash"},
    ),
)  # fmt: skip

ECONOMY = (
    CityFile(
        "regional_accounts.csv", text_bytes("""
GeoName,Description,2021,2022,2023
Northwest,Gross domestic product,10,11,12
Southeast,Gross domestic product,20,21,
"""), "area_indicators", 5, {"area_id": "GeoName", "indicator": "Description"},
        {"area_id": "NW", "time_period": "2021", "value": "10.0"},
    ),
    CityFile(
        "district_figures.csv", text_bytes("""
district,adcode,land_area_km2,gdp_10k,year
Northwest,1,10.5,800,2016
Southeast,2,20.5,900,2016
Total,3,31,1700,2016
"""), "area_indicators", 6,
        {"area_id": "district", "indicator": "indicator (of the column)", "value": "value (of the column)"},
        {"area_id": "NW", "indicator": "land_area_km2", "time_period": "2016", "value": "10.5"}, aside=2,
        says=("land_area_km2, gdp_10k: a figure each, named as its column",),
    ),
    CityFile(
        "gdp_of_cities.csv", text_bytes("""
city_cn,year,gdp_100m_cny
上海,2016,27466.15
三亚,2016,475.56
上海,2017,30133.86
三亚,2017,529.25
"""), "observations", 4, {"series_name": "indicator (of the column)", "period_start": "year"},
        {"period_start": "2016-01-01", "value": "475.56"}, aside=2, says=("other places than 三亚",), city="sanya",
    ),
    CityFile(
        "ward_projects.csv", text_bytes("""
year,ward,cost,category
2012,NW,100,Streets
2012,NW,200,Lighting
2012,NW,300,Parks
"""), "requests", 3, {"area_id": "ward"}, asks=("not used yet: cost, year",),
    ),
    CityFile(
        "gdp_quarters.csv", text_bytes("""
Series,Quarter,Value
GDP growth,2024Q1,3.1
GDP growth,2024Q2,3.3
"""), "observations", 2, {"series_name": "Series", "period_start": "Quarter"},
        {"series_id": "gdp-growth", "period_start": "2024-01-01", "time_period": "2024Q1"},
    ),
    CityFile(
        "年度指标.csv", text_bytes("""
指标,年份,数值
地区生产总值,2022,800
地区生产总值,2023,850
"""), "observations", 2, {"series_name": "指标"}, {"period_start": "2022-01-01", "time_period": "2022"}, city="sanya",
    ),
)  # fmt: skip

FILES = (
    *REQUESTS, *INSPECTIONS, *MONEY, *ECONOMY, *ODD_FILES, *WORLD_FILES, *PUBLISHER_FILES, *LOOKALIKES, *TWO_SIDED, *SHAPED
)  # fmt: skip
